"""Keys, as menus show them."""


def keyed(word: str, beside: str) -> str:
    """An entry of a menu with something at its right, such as its keys; no sign of it is a mark."""
    return "\t".join(filter(None, (word, beside))).replace("&", "&&")
