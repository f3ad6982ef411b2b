(* SPDX-License-Identifier: Apache-2.0 *)
(* Shares of a key: what they are checked against, any t of them decrypt, fewer say nothing, and
   partial decryptions can be computed from the total and the shares of t-1 trustees. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import polynomials.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Shares.
Variables (F : fieldType) (G : lmodType F) (g : G) (t : nat).

(* A share passes the check against commitments to the coefficients if and only if it is the value of
   the committed polynomial at the trustee's place j. *)
Theorem share_check (a : 'I_t -> F) (share j : F) : g != 0 ->
  (share *: g == \sum_(n < t) j ^+ n *: (a n *: g)) = (share == \sum_(n < t) a n * j ^+ n).
Proof.
move=> g0; have -> : \sum_(n < t) j ^+ n *: (a n *: g) = (\sum_(n < t) a n * j ^+ n) *: g.
  by rewrite scaler_suml; apply: eq_bigr => n _; rewrite scalerA mulrC.
by rewrite -subr_eq0 -scalerBl scaler_eq0 (negbTE g0) orbF subr_eq0.
Qed.

Variable places : 'I_t -> F.
Hypothesis distinct : injective places.

(* The coefficients lambda of the protocol are Lagrange's at 0. *)
Definition lambda j := \prod_(k < t | k != j) (places k / (places k - places j)).

Lemma lambdaE j : lambda j = lagrange places j 0.
Proof.
apply: eq_bigr => k kj; rewrite sub0r -[places j - _]opprB invrN mulrNN //.
Qed.

Theorem lagrange_at_0 (poly : {poly F}) : (size poly <= t)%N ->
  poly.[0] = \sum_j lambda j * poly.[places j].
Proof.
move=> small; rewrite {1}(interpolation distinct small) horner_interpolant.
by apply: eq_bigr => j _; rewrite lambdaE mulrC.
Qed.

(* The shares of any t trustees decrypt. *)
Theorem decryption_correct (poly : {poly F}) (r total : F) : (size poly <= t)%N ->
  let h := poly.[0] *: g in let alpha := r *: g in let beta := r *: h + total *: g in
  beta - \sum_j lambda j *: (poly.[places j] *: alpha) = total *: g.
Proof.
move=> small h alpha beta.
have -> : \sum_j lambda j *: (poly.[places j] *: alpha) = r *: h.
  rewrite /h (lagrange_at_0 small) scaler_suml scaler_sumr; apply: eq_bigr => j _.
  by rewrite !scalerA; congr (_ *: g); ring.
by rewrite /beta addrC addKr.
Qed.

(* The simulator's way: a partial decryption at any place x, from those at t other places, of which one
   may be 0, where it is beta - total *: g. *)
Theorem partial_decryption (poly : {poly F}) (alpha : G) x : (size poly <= t)%N ->
  poly.[x] *: alpha = \sum_j lagrange places j x *: (poly.[places j] *: alpha).
Proof.
move=> small; rewrite {1}(interpolation distinct small) horner_interpolant scaler_suml.
by apply: eq_bigr => j _; rewrite scalerA mulrC.
Qed.
End Shares.

(* t-1 shares, at different places other than 0, fit every secret, each with one polynomial. *)
Theorem shares_secret (F : fieldType) t (places : 'I_t -> F) (share : 'I_t -> F) (secret : F) :
  injective places -> (forall j, places j != 0) ->
  exists poly : {poly F}, [/\ (size poly <= t.+1)%N, poly.[0] = secret,
    forall j, poly.[places j] = share j &
    forall poly' : {poly F}, (size poly' <= t.+1)%N -> poly'.[0] = secret ->
      (forall j, poly'.[places j] = share j) -> poly' = poly].
Proof.
move=> inj nz; pose at_ (y0 : F) (ys : 'I_t -> F) (i : 'I_t.+1) :=
  if unlift ord0 i is Some j then ys j else y0.
have at0 y0 ys : at_ y0 ys ord0 = y0 by rewrite /at_ unlift_none.
have atS y0 ys j : at_ y0 ys (lift ord0 j) = ys j by rewrite /at_ liftK.
have distinct : injective (at_ 0 places).
  move=> i i'; rewrite /at_; case: unliftP => [j|] ->; case: unliftP => [j'|] -> // e.
  - by rewrite (inj _ _ e).
  - by have := nz j; rewrite e eqxx.
  - by have := nz j'; rewrite -e eqxx.
exists (interpolant (at_ 0 places) (at_ secret share)); split.
- exact: size_interpolant.
- have := interpolant_node distinct (at_ secret share) ord0.
  by rewrite !at0.
- move=> j; have := interpolant_node distinct (at_ secret share) (lift ord0 j).
  by rewrite !atS.
move=> poly' small p0 pj; apply: (equal_polynomials distinct small) => [|i].
  exact: size_interpolant.
rewrite interpolant_node //; case: (unliftP ord0 i) => [j|] ->; first by rewrite !atS pj.
by rewrite !at0.
Qed.
