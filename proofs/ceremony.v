(* SPDX-License-Identifier: Apache-2.0 *)
(* The ceremony: what the dealers share adds up to shares of the joint key, and what a simulator needs
   that does not know one dealer's secret: the commitments and the partial decryptions. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import polynomials.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Ceremony.
Variables (F : fieldType) (G : lmodType F) (g : G) (t dealers : nat).

(* Dealer i commits to a i n *: g and sends its polynomial's value at place j. *)
Theorem shares_add_up (a : 'I_dealers -> 'I_t -> F) :
  exists poly : {poly F}, [/\ (size poly <= t)%N,
    forall j, \sum_i \sum_(n < t) a i n * j ^+ n = poly.[j] &
    forall j, \sum_i \sum_(n < t) j ^+ n *: (a i n *: g) = poly.[j] *: g].
Proof.
pose coefficient n := if insub n is Some k then \sum_i a i k else 0.
have value j : (\poly_(n < t) coefficient n).[j] = \sum_i \sum_(n < t) a i n * j ^+ n.
  rewrite horner_poly exchange_big; apply: eq_bigr => n _ /=.
  by rewrite /coefficient valK mulr_suml.
exists (\poly_(n < t) coefficient n); split=> [|j|j]; rewrite ?size_poly ?value // scaler_suml.
apply: eq_bigr => i _; rewrite scaler_suml; apply: eq_bigr => n _.
by rewrite scalerA mulrC.
Qed.

Variable places : 'I_t -> F.
Hypothesis distinct : injective places.

(* The commitments follow from the values in the exponent at t places, of which one may be 0. *)
Theorem commitments_from_shares (poly : {poly F}) n : (size poly <= t)%N ->
  poly`_n *: g = \sum_i (basis places i)`_n *: (poly.[places i] *: g).
Proof.
move=> small; rewrite {1}(interpolation distinct small) /interpolant coef_sum scaler_suml.
by apply: eq_bigr => i _; rewrite coefZ scalerA mulrC.
Qed.

(* The polynomial of one dealer is known at t-1 places, and at 0 only as an element C. Given alpha to
   the joint secret (beta - total *: g), the other dealers' secrets at 0 and shares at x, a simulator
   has the joint partial decryption at x. *)
Theorem simulated_decryption (poly others : {poly F}) (alpha : G) x (i0 : 'I_t) :
  (size poly <= t)%N -> places i0 = 0 ->
  let joint := (poly + others).[0] *: alpha in
  (poly + others).[x] *: alpha =
    lagrange places i0 x *: (joint - others.[0] *: alpha) +
    \sum_(i | i != i0) (lagrange places i x * poly.[places i]) *: alpha + others.[x] *: alpha.
Proof.
move=> small at0 joint; rewrite hornerD scalerDl; congr (_ + _).
rewrite /joint hornerD scalerDl addrK {1}(interpolation distinct small) horner_interpolant.
rewrite (bigD1 i0) //= at0 scalerDl scaler_suml; congr (_ + _); first by rewrite scalerA mulrC.
by apply: eq_bigr => i _; rewrite mulrC.
Qed.
End Ceremony.
