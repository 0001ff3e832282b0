"""`python -m autograder.cli`."""

from autograder.cli import run

if __name__ == "__main__":
    run()
