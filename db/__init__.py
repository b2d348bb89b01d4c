"""The filing cabinet: how cases are kept, by server and console alike."""
