"""Hidden twins of homework 1. Change `secret` each term: it seeds the inputs of the hidden cases."""

from __future__ import annotations

secret = "hw1-2019-winter"
