"""Hidden twins of homework 2. Change `secret` each term: it seeds the inputs of the hidden cases."""

from __future__ import annotations

secret = "hw2-2022-autumn"
