"""What libraries offer for the work of our references: each function gets inputs, and returns the work.

The inputs are tensors, or numbers. What is made before the work begins is not timed: layers with the given
weights and masks, transforms, constants. A package is imported where it is needed, since not all have to be
installed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Work = Callable[[], Any]
