(* SPDX-License-Identifier: Apache-2.0 *)
(* The weighted product of encrypted votes decrypts to their weighted sum, and to no other number
   below the order. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import shares.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Theorem tally_correct (F : fieldType) (G : lmodType F) (g : G) t (places : 'I_t -> F) ballots
    (poly : {poly F}) (weight r v : 'I_ballots -> F) : injective places -> (size poly <= t)%N ->
  let h := poly.[0] *: g in
  let alpha := \sum_b weight b *: (r b *: g) in
  let beta := \sum_b weight b *: (r b *: h + v b *: g) in
  beta - \sum_j lambda places j *: (poly.[places j] *: alpha) = (\sum_b weight b * v b) *: g.
Proof.
move=> distinct small h alpha beta.
have -> : alpha = (\sum_b weight b * r b) *: g.
  by rewrite scaler_suml; apply: eq_bigr => b _; rewrite scalerA.
have -> : beta = (\sum_b weight b * r b) *: h + (\sum_b weight b * v b) *: g.
  by rewrite !scaler_suml -big_split; apply: eq_bigr => b _ /=; rewrite scalerDr !scalerA.
exact: decryption_correct.
Qed.

Theorem total_unique q (G : lmodType 'F_q) (g : G) (m m' : nat) : prime q -> g != 0 ->
  (m < q)%N -> (m' < q)%N -> m%:R *: g = m'%:R *: g -> m = m'.
Proof.
move=> pq g0 small small' /eqP; rewrite -subr_eq0 -scalerBl scaler_eq0 (negbTE g0) orbF subr_eq0.
move/eqP/(congr1 (@nat_of_ord _)); rewrite !val_Fp_nat ?prime_gt1 // !modn_small //.
Qed.
