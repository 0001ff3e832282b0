"""Hidden twins of the exam. Change `secret` each term: it seeds the inputs of the hidden cases."""

from __future__ import annotations

secret = "exam-2018"
