// SPDX-License-Identifier: Apache-2.0
// What is proved, each statement once: a linear map from scalars to elements. For witness w and
// image Y = map(w) the prover commits to T = map(nonce) and responds with nonce + x w; the verifier
// checks map(response) = T + x Y (Maurer, AFRICACRYPT 2009). So the same map encrypts and commits
// for many ballots (BallotProver), is checked exactly (ExactCheck), and gives the equations of a
// random linear combination (Combination): they differ only in what a value is (a scalar, or a row
// of scalars, one for each ballot) and in what they do with an equation.
//
// A map calls `equation(i, terms...)` for each of its elements: element i is the sum of the terms.
#pragma once

#include "group/group.h"
#include "proof/contest_shape.h"

#include <cstddef>
#include <span>

namespace evote::proof {

/// A term of an equation: a value times the generator g.
template <class Value>
struct AtGenerator {
    Value value;
};

/// A value times the blinding generator p.
template <class Value>
struct AtPedersen {
    Value value;
};

/// A value times the joint key h_(key + 1).
template <class Value>
struct AtKey {
    std::size_t key;
    Value value;
};

/// A value times a point that the statement itself brings.
template <class Point, class Value>
struct AtPoint {
    Point point;
    Value value;
};

template <class Value>
AtGenerator(Value) -> AtGenerator<Value>;
template <class Value>
AtPedersen(Value) -> AtPedersen<Value>;
template <class Value>
AtKey(std::size_t, Value) -> AtKey<Value>;
template <class Point, class Value>
AtPoint(Point, Value) -> AtPoint<Point, Value>;

/// Possession of a secret, (C): u -> u g.
template <class Value, class Equation>
void possession_map(const Value& secret, Equation equation) {
    equation(std::size_t{0}, AtGenerator{secret});
}

/// Encryption of a contest, (E): r, v_1..v_b -> r g, v_i g + r h_i. `values` gives randomness()
/// and bit(i), i from 0.
template <class Values, class Equation>
void encryption_map(std::size_t bits, const Values& values, Equation equation) {
    const auto randomness = values.randomness();
    equation(std::size_t{0}, AtGenerator{randomness});
    for (std::size_t i = 0; i < bits; ++i)
        equation(i + 1, AtGenerator{values.bit(i)}, AtKey{i, randomness});
}

/// A blinded value, for (B): e, d -> e g + d p.
template <class Value, class Equation>
void blinded_map(const Value& value, const Value& blinding, Equation equation) {
    equation(std::size_t{0}, AtGenerator{value}, AtPedersen{blinding});
}

/// Equal logarithms: s -> s g, s alpha.
template <class Point, class Value, class Equation>
void equality_map(const Point& alpha, const Value& secret, Equation equation) {
    equation(std::size_t{0}, AtGenerator{secret});
    equation(std::size_t{1}, AtPoint{alpha, secret});
}

/// A rule, (L), whose map goes to scalars: v_1..v_b -> sum coefficient_i v_i. `at(i)` gives v_i, i
/// from 0. The time depends on the coefficients alone where scalars are constant time.
template <group::Group G, class At>
typename G::Scalar rule_map(const LinearRule& rule, At at) {
    typename G::Scalar sum;
    for (std::size_t i = 0; i < rule.coefficients.size(); ++i) {
        // Most coefficients are 0, 1 or -1.
        if (rule.coefficients[i] == 1)
            sum = sum + at(i);
        else if (rule.coefficients[i] == -1)
            sum = sum - at(i);
        else if (rule.coefficients[i] != 0)
            sum = sum + group::scalar_from_int<G>(rule.coefficients[i]) * at(i);
    }
    return sum;
}

/// The bits of (B): with f_j = v_j x + a_j, sum y^j f_j (x - f_j) = e_0 + e_1 x + e_2 x^2, and e_2
/// = sum y^j v_j (1 - v_j) is 0 for bits. From the last f_j on, by Horner; `at(j)` gives f_j.
template <group::Group G, class At>
typename G::Scalar bit_polynomial(std::size_t bits, const typename G::Scalar& y,
                                  const typename G::Scalar& x, At at) {
    typename G::Scalar sum;
    for (std::size_t j = bits; j-- > 0;) {
        const typename G::Scalar f = at(j);
        sum = sum * y + f * (x - f);
    }
    return sum;
}

/// Its coefficients for the prover.
template <group::Group G>
struct BitCoefficients {
    typename G::Scalar e0; ///< -sum y^j a_j^2
    typename G::Scalar e1; ///< sum y^j a_j (1 - 2 v_j)
};

/// `nonce(j)` gives a_j, `bit(j)` gives v_j. Constant time in both for groups that are.
template <group::Group G, class Nonce, class Bit>
BitCoefficients<G> bit_coefficients(std::size_t bits, const typename G::Scalar& y, Nonce nonce,
                                    Bit bit) {
    BitCoefficients<G> out;
    auto power = G::Scalar::from_u64(1);
    for (std::size_t j = 0; j < bits; ++j) {
        const typename G::Scalar weighted = power * nonce(j);
        out.e0 = out.e0 - weighted * nonce(j);
        out.e1 = out.e1 + G::Scalar::select(bit(j), weighted, -weighted);
        power = power * y;
    }
    return out;
}

} // namespace evote::proof
