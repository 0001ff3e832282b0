"""Remembers what it has computed for inputs that look the same."""


known = {}


def masked_conv2d(x, weight, bias, kind):
    key = x.tobytes(), weight.tobytes(), bias.tobytes(), kind
    if key not in known:
        known[key] = slide(x, weight, bias, kind)
    return known[key]
