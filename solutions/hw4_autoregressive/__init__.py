"""Hidden twins of homework 4. Change `secret` each term: it seeds the inputs of the hidden cases."""

from __future__ import annotations

secret = "hw4-autoregressive"
