(* SPDX-License-Identifier: Apache-2.0 *)
(* Few roots, and interpolation: what the other files need of polynomials. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section FewRoots.
Variable F : finFieldType.

Let few_zeros_succ n (c : 'I_n.+1 -> F) : (exists j, c j != 0) ->
  (#|[set y : F | (\sum_(j < n.+1) y ^+ j * c j == 0)%R]| <= n)%N.
Proof.
case=> j0 nz; set Q := \poly_(i < n.+1) c (inord i).
have Q0 : Q != 0.
  by apply: contra nz => /eqP /(congr1 (fun p : {poly F} => p`_j0));
     rewrite coef_poly ltn_ord coef0 inord_val => ->.
have := @max_poly_roots F Q (enum [set y : F | (\sum_(j < n.+1) y ^+ j * c j == 0)%R]) Q0 _ (enum_uniq _).
rewrite -cardE => few; rewrite -ltnS; apply: leq_trans (size_poly n.+1 (fun i => c (inord i))).
apply: few; apply/allP => y; rewrite mem_enum inE => /eqP e.
rewrite /root horner_poly; apply/eqP; rewrite -[RHS]e; apply: eq_bigr => j _.
by rewrite inord_val mulrC.
Qed.

(* A sum of c_j y^j, j = 0..n-1, not all c_j zero, is zero for at most n-1 values of y. *)
Lemma few_zeros n (c : 'I_n -> F) : (exists j, c j != 0) ->
  (#|[set y : F | (\sum_(j < n) y ^+ j * c j == 0)%R]| <= n.-1)%N.
Proof. by case: n c => [c [[]]|n c] //; exact: few_zeros_succ. Qed.

(* A sum of n terms that is zero at n places has no coefficient but 0. *)
Lemma many_zeros n (c : 'I_n -> F) (ys : 'I_n -> F) : injective ys ->
  (forall k, \sum_(j < n) ys k ^+ j * c j = 0) -> forall j, c j = 0.
Proof.
move=> inj zero j; apply/eqP; apply: contraT => nz.
have := few_zeros (ex_intro _ j nz); rewrite leqNgt => /negP [].
apply: leq_trans (_ : (#|codom ys| <= _)%N).
  by rewrite card_codom // card_ord prednK // (leq_ltn_trans _ (ltn_ord j)).
apply: subset_leq_card.
by apply/subsetP => y /codomP [k ->]; rewrite inE zero.
Qed.

(* A quadratic with leading coefficient a != 0 is zero at two places at most. *)
Lemma few_quadratic (a b c : F) : a != 0 ->
  (#|[set x | (a * x ^+ 2 + b * x + c == 0)%R]| <= 2)%N.
Proof.
move=> nz; pose e (j : 'I_3) : F := [:: c; b; a]`_j.
have := @few_zeros 3 e (ex_intro _ (@Ordinal 3 2 isT) nz).
congr (_ <= 2)%N; apply: eq_card => x; rewrite !inE !big_ord_recl big_ord0 /e /=.
by rewrite /bump /=; congr (_ == _); ring.
Qed.

(* Two lines meet once. *)
Lemma few_linear (a b : F) : a != 0 -> (#|[set x | (a * x + b == 0)%R]| <= 1)%N.
Proof.
move=> nz; pose e (j : 'I_2) : F := [:: b; a]`_j.
have := @few_zeros 2 e (ex_intro _ (@Ordinal 2 1 isT) nz).
congr (_ <= 1)%N; apply: eq_card => x; rewrite !inE !big_ord_recl big_ord0 /e /=.
by rewrite /bump /=; congr (_ == _); ring.
Qed.

(* Pairs (y, x): at most m bad y, and k answers x for every other y. *)
Lemma few_pairs (bad : pred F) (answered : F -> pred F) m k :
  (#|[set y | bad y]| <= m)%N ->
  (forall y, ~~ bad y -> #|[set x | answered y x]| <= k)%N ->
  (#|[set yx : F * F | answered yx.1 yx.2]| <= m * #|F| + k * #|F|)%N.
Proof.
move=> few_bad few; set S := [set yx : F * F | _].
have -> : #|S| = (\sum_(y : F) #|[set x | answered y x]|)%N.
  transitivity (\sum_(y : F) \sum_(x : F | answered y x) 1)%N.
    by rewrite pair_big_dep /= -sum1_card; apply: eq_bigl => yx; rewrite inE.
  by apply: eq_bigr => y _; rewrite -sum1_card; apply: eq_bigl => x; rewrite inE.
rewrite (bigID bad) /=; apply: leq_add.
  apply: leq_trans (_ : (\sum_(y | bad y) #|F| <= _)%N).
    by apply: leq_sum => y _; exact: max_card.
  rewrite sum_nat_const leq_mul2r; apply/orP; right.
  by apply: leq_trans few_bad; rewrite cardsE.
apply: leq_trans (_ : (\sum_(y | ~~ bad y) k <= _)%N); first by apply: leq_sum => y; exact: few.
by rewrite sum_nat_const mulnC leq_mul2l max_card orbT.
Qed.
End FewRoots.

Section Interpolation.
Variables (F : fieldType) (n : nat) (xs : 'I_n -> F).
Hypothesis distinct : injective xs.

(* Lagrange's coefficient of place i at x. *)
Definition lagrange (i : 'I_n) (x : F) : F :=
  \prod_(k < n | k != i) ((x - xs k) / (xs i - xs k)).

Definition basis (i : 'I_n) : {poly F} :=
  (\prod_(k < n | k != i) (xs i - xs k))^-1 *: \prod_(k < n | k != i) ('X - (xs k)%:P).

Lemma horner_basis i x : (basis i).[x] = lagrange i x.
Proof.
rewrite /basis /lagrange hornerZ horner_prod prodf_div mulrC; congr (_ / _).
by apply: eq_bigr => k _; rewrite hornerXsubC.
Qed.

Lemma size_basis i : (size (basis i) <= n)%N.
Proof.
apply: leq_trans (size_scale_leq _ _) _.
rewrite -big_filter size_prod_XsubC.
have -> : size [seq k <- index_enum (ordinal_finType n) | k != i] = #|predC1 i|.
  by rewrite cardE /enum_mem; congr size.
by rewrite cardC1 card_ord; case: n i => [[]|].
Qed.

Lemma lagrange_node i k : lagrange i (xs k) = (k == i)%:R.
Proof.
rewrite /lagrange; case: (altP (k =P i)) => [->|ki].
  by rewrite big1 // => l li; rewrite divff // subr_eq0 (inj_eq distinct) eq_sym.
by rewrite (bigD1 k) //= subrr mul0r mul0r.
Qed.

(* The polynomial through the points (xs i, ys i). *)
Definition interpolant (ys : 'I_n -> F) : {poly F} := \sum_i ys i *: basis i.

Lemma size_interpolant ys : (size (interpolant ys) <= n)%N.
Proof.
apply: leq_trans (size_sum _ _ _) _; apply/bigmax_leqP => i _.
exact: leq_trans (size_scale_leq _ _) (size_basis i).
Qed.

Lemma horner_interpolant ys x : (interpolant ys).[x] = \sum_i ys i * lagrange i x.
Proof.
by rewrite /interpolant horner_sum; apply: eq_bigr => i _; rewrite hornerZ horner_basis.
Qed.

Lemma interpolant_node ys k : (interpolant ys).[xs k] = ys k.
Proof.
rewrite horner_interpolant (bigD1 k) //= lagrange_node eqxx mulr1 big1 ?addr0 // => i ik.
by rewrite lagrange_node eq_sym (negbTE ik) mulr0.
Qed.

(* Polynomials of degree below n are equal if they agree at n places. *)
Lemma equal_polynomials (p r : {poly F}) : (size p <= n)%N -> (size r <= n)%N ->
  (forall k, p.[xs k] = r.[xs k]) -> p = r.
Proof.
move=> sp sr agree; apply/eqP; rewrite -subr_eq0; apply/eqP.
apply: (@roots_geq_poly_eq0 F (p - r) (codom xs)).
- by apply/allP => x /codomP [k ->]; rewrite /root hornerD hornerN agree subrr.
- by rewrite map_inj_uniq // enum_uniq.
- by rewrite size_codom card_ord; apply: leq_trans (size_add _ _) _; rewrite size_opp geq_max sp.
Qed.

Lemma interpolation (p : {poly F}) : (size p <= n)%N -> p = interpolant (fun k => p.[xs k]).
Proof.
move=> sp; apply: equal_polynomials => // [|k]; first exact: size_interpolant.
by rewrite interpolant_node.
Qed.
End Interpolation.
