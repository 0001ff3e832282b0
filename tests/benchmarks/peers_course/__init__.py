"""The same submissions and the same comparisons for three graders: ours, stock nbgrader and stock otter."""
