"""A container like Gradescope's, built and run on this machine: `python -m tests.container`.

The same as there: the layout of the zip, the order of the build, root, Docker's default capabilities,
system-call filter, masked paths and namespaces, half a core and 768 MB, and the rules of the program that
runs `run_autograder` and posts the results. Not the same: the release of Debian or Ubuntu is this machine's
(Gradescope has Ubuntu 22.04 with Python 3.10), the kernel is this machine's, and a submission has no network.
"""
