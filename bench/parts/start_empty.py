"""One start of an empty window: prints its age and processor time at the first paint, ms."""

import json
import os
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Empty(QWidget):
    """Nothing in it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QTimer.singleShot(0, app.quit)


app = QApplication([])
window = Empty()
window.resize(1366, 768)
window.show()
app.exec()
age = (time.monotonic() - float(os.environ["BENCH_BEGAN"])) * 1000
print(json.dumps({"both ms": age, "processor time ms": time.process_time() * 1000}))
