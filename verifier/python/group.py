# SPDX-License-Identifier: Apache-2.0
"""ristretto255 (RFC 9496), sums of many multiples, the hashes of section 1, and Ed25519 (RFC 8032).

A point is (X, Y, Z, T) on the curve of Ed25519 in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z. The document
writes the group as a product, this file as a sum: g^x is a multiple here.
"""
import hashlib

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


class Malformed(Exception):
    """These bytes do not encode what they should."""


def add(p, q):
    x1, y1, z1, t1 = p
    x2, y2, z2, t2 = q
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * D * (t1 * t2 % P) % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(p):
    x, y, z, _ = p
    a, b = x * x % P, y * y % P
    h = a + b
    e = h - (x + y) * (x + y)
    g = a - b
    f = 2 * z * z + g
    e, f = e % P, f % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def negate(p):
    return -p[0] % P, p[1], p[2], -p[3] % P


def multiple(scalar, p):
    return total([(scalar, p)])


def total(terms):
    """The sum of scalar * point over all (scalar, point): buckets for each window of bits (Pippenger)."""
    terms = [(s % Q, p) for s, p in terms if s % Q]
    if not terms:
        return IDENTITY
    width = min(range(1, 20), key=lambda w: (len(terms) + 2 * 2**w) / w)
    mask = (1 << width) - 1
    top = max(s.bit_length() for s, _ in terms)
    result = IDENTITY
    for shift in range((top - 1) // width * width, -1, -width):
        for _ in range(width):
            result = double(result)
        buckets = [None] * (mask + 1)
        for s, p in terms:
            digit = s >> shift & mask
            if digit:
                b = buckets[digit]
                buckets[digit] = p if b is None else add(b, p)
        running, window = IDENTITY, IDENTITY
        for b in reversed(buckets[1:]):     # running sums count bucket i exactly i times
            if b is not None:
                running = add(running, b)
            window = add(window, running)
        result = add(result, window)
    return result


def is_identity(p):
    """Whether p is the identity of ristretto255, which is a coset of four points of the curve."""
    return p[0] * p[1] % P == 0


def equal(p, q):
    return (p[0] * q[1] - p[1] * q[0]) % P == 0 or (p[1] * q[1] - p[0] * q[0]) % P == 0


def _root_of_ratio(u, v):
    """SQRT_RATIO_M1 of RFC 9496, section 4.2: (u/v is a square, the root of u/v or of i u/v that is not negative)."""
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    u %= P
    if check in (-u % P, -u * SQRT_M1 % P):
        r = r * SQRT_M1 % P
    return check in (u, -u % P), _absolute(r)


def _absolute(x):
    x %= P
    return P - x if x & 1 else x


# RFC 9496 gives the odd root of the first, and of the second the even one.
SQRT_AD_MINUS_ONE = P - _root_of_ratio(-D - 1, 1)[1]
INVSQRT_A_MINUS_D = _root_of_ratio(1, -1 - D)[1]


def decode(data):
    """RFC 9496, section 4.3.1."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= P or s & 1:
        raise Malformed("this is not an element of the group")
    ss = s * s % P
    u1, u2 = 1 - ss, 1 + ss
    u2_square = u2 * u2 % P
    v = (-D * u1 * u1 - u2_square) % P
    square, root = _root_of_ratio(1, v * u2_square % P)
    den_x = root * u2 % P
    x = _absolute(2 * s * den_x)
    y = u1 * root * den_x * v % P
    t = x * y % P
    if not square or t & 1 or y == 0:
        raise Malformed("this is not an element of the group")
    return x, y, 1, t


def encode(p):
    """RFC 9496, section 4.3.2."""
    x, y, z, t = p
    u1 = (z + y) * (z - y) % P
    u2 = x * y % P
    _, root = _root_of_ratio(1, u1 * u2 * u2 % P)
    den1, den2 = root * u1 % P, root * u2 % P
    z_inverse = den1 * den2 * t % P
    den = den2
    if t * z_inverse % P & 1:
        x, y = y * SQRT_M1 % P, x * SQRT_M1 % P
        den = den1 * INVSQRT_A_MINUS_D % P
    if x * z_inverse % P & 1:
        y = -y
    return _absolute(den * (z - y)).to_bytes(32, "little")


def one_way_map(data):
    """RFC 9496, section 4.3.4."""
    halves = (int.from_bytes(half, "little") % 2**255 % P for half in (data[:32], data[32:]))
    return add(*map(_elligator, halves))


def _elligator(t):
    r = SQRT_M1 * t * t % P
    u = (r + 1) * (1 - D * D) % P
    v = (-1 - r * D) * (r + D) % P
    square, s = _root_of_ratio(u, v)
    c = -1
    if not square:
        s, c = -_absolute(s * t) % P, r
    n = (c * (r - 1) * (D - 1) ** 2 - v) % P
    w0, w1 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def decode_scalar(data):
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= Q:
        raise Malformed("this is not a scalar")
    return s


# --- hashes (section 1) ---

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def tagged256(tag, *parts):
    return sha256(b"evote/v1/", tag.encode(), b"\0", *parts)


def h(tag, *parts):
    return hashlib.sha512(b"evote/v1/" + tag.encode() + b"\0" + b"".join(parts)).digest()


def to_scalar(digest):
    return int.from_bytes(digest, "little") % Q


def hs(tag, *parts):
    return to_scalar(h(tag, *parts))


# --- Ed25519 with one meaning ---

def _decode_edwards(data):
    number = int.from_bytes(data, "little")
    y, negative = number % 2**255, number >> 255
    square, x = _root_of_ratio((y * y - 1) % P, (D * y * y + 1) % P)
    if len(data) != 32 or y >= P or not square or (x == 0 and negative):
        raise Malformed("this is not a canonical point of Ed25519")
    x = P - x if negative else x
    return x, y, 1, x * y % P


def _encode_edwards(p):
    z = pow(p[2], -1, P)
    return (p[1] * z % P | (p[0] * z % P & 1) << 255).to_bytes(32, "little")


def is_ed25519_key(key):
    try:
        x, _, _, _ = double(double(double(_decode_edwards(key))))
    except Malformed:
        return False
    return x != 0     # eight times a point of small order is (0, 1)


def ed25519_verify(key, message, signature):
    """S < q, and R equals, byte for byte, the encoding of S B - k A; without the factor 8."""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= Q or not is_ed25519_key(key):
        return False
    k = to_scalar(hashlib.sha512(r + key + message).digest())
    # Not total(): it reduces scalars modulo q, but a key may have a part of small order.
    return _encode_edwards(add(multiple(s, G), negate(_times(k, _decode_edwards(key))))) == r


def _times(scalar, p):
    result = IDENTITY
    for bit in bin(scalar)[2:]:
        result = double(result)
        if bit == "1":
            result = add(result, p)
    return result


G = _decode_edwards((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
PEDERSEN = one_way_map(h("generator/pedersen"))
