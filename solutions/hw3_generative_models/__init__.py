"""Hidden twins of homework 3. Change `secret` each term: it seeds the inputs of the hidden cases."""

from __future__ import annotations

secret = "hw3-2023-autumn"
