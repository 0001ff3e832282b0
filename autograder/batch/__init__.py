"""Many submissions: who handed in what, grading them side by side, and results to go on from."""
