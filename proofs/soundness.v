(* SPDX-License-Identifier: Apache-2.0 *)
(* Soundness of (B) and (L), counted over the q^2 pairs of challenges (y, x). *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import polynomials ballot.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Soundness.
Variables (F : finFieldType) (G : lmodType F) (g p : G) (contests bits rules : nat).
Variables (of_bit : 'I_bits -> 'I_contests) (key : 'I_bits -> G).
Variables (coefficient : 'I_rules -> 'I_bits -> F) (max : 'I_rules -> F).
Hypothesis g_not_0 : g != 0.
Local Notation first_of := (first_of g of_bit key coefficient).
Local Notation of_witness := (of_witness g of_bit key).
Local Notation encryption_holds := (encryption_holds g of_bit key).

(* A first move with any masks; the other parts of any first move are of this form. *)
Definition with_masks n (m : {ffun 'I_rules -> F}) :=
  let fi := first_of n in First (A_0 fi) (A fi) m (R fi).

Theorem first_form fi : bijective (fun b : F => b *: g) -> exists n m, fi = with_masks n m.
Proof.
case=> log logK Klog; case: fi => A0 A m R; exists (Nonces [ffun k => log (A0 k)]
  [ffun j => log (A j - log (A0 (of_bit j)) *: key j)] (log R) 0 0), m.
rewrite /with_masks /=; congr First; last by rewrite Klog.
  by apply/ffunP => k; rewrite !ffunE Klog.
by apply/ffunP => j; rewrite !ffunE Klog addrC subrK.
Qed.

Lemma cancel_g (b c : F) : b *: g = c *: g -> b = c.
Proof. by move/eqP; rewrite -subr_eq0 -scalerBl scaler_eq0 (negbTE g_not_0) orbF subr_eq0 => /eqP. Qed.

(* (E) leaves one answer to x: that of the committed vote. *)
Lemma answers w n m x re : encryption_holds (of_witness w) (with_masks n m) x re ->
  z re = z (response_of w n x) /\ f re = f (response_of w n x).
Proof.
case/andP => /forallP e /forallP b.
have sz : z re = z (response_of w n x).
  apply/ffunP => k; apply: cancel_g; rewrite (eqP (e k)) /= !ffunE.
  by rewrite scalerDl scalerA mulrC.
split=> //; apply/ffunP => j; apply: cancel_g; apply: (@addrI _ (z re (of_bit j) *: key j)).
rewrite (eqP (b j)) sz /= !ffunE !scalerDl !scalerDr !scalerA !(mulrC x) -!addrA; congr (_ + _).
by rewrite !addrA; congr (_ + _); rewrite addrC.
Qed.

(* (B), with D_0 and D_1 as pairs of exponents of g and p, chosen after y: without the logarithm of p
   nobody opens them otherwise (extraction.v). A vote that does not consist of bits is accepted for at
   most (bits-1) q + 2 q of the q^2 pairs (y, x), whatever its maker does. *)
Definition answered w n m (d : F -> (F * F) * (F * F)) (y x : F) :=
  [exists zz, exists ff, exists zD, exists zc, let re := Response zz ff zD zc in
   [&& encryption_holds (of_witness w) (with_masks n m) x re,
       opened y x re == (d y).1.1 + x * (d y).2.1 & zD == (d y).1.2 + x * (d y).2.2]].

Theorem bits_sound w n m d : ~~ all_bits w ->
  (#|[set yx : F * F | answered w n m d yx.1 yx.2]| <= bits.-1 * #|F| + 2 * #|F|)%N.
Proof.
rewrite negb_forall => /existsP [j nb]; apply: (few_pairs (bad := fun y => leading y w == 0)).
  apply: few_zeros; exists j; move: nb; rewrite negb_or mulf_eq0 subr_eq0 => /andP [v0 v1].
  by rewrite (negbTE v0) eq_sym (negbTE v1).
move=> y nz; set c1 : F := \sum_(j < bits) y ^+ j * (a n j * (1 - v w j *+ 2)).
set c0 : F := \sum_(j < bits) y ^+ j * a n j ^+ 2.
apply: leq_trans (few_quadratic (c1 - (d y).2.1) (- c0 - (d y).1.1) nz).
apply: subset_leq_card; apply/subsetP => x; rewrite !inE.
case/existsP => zz /existsP [ff] /existsP [zD] /existsP [zc] /and3P [/answers [_ sf] /eqP o _].
have : opened y x (response_of w n x) = (d y).1.1 + x * (d y).2.1.
  by rewrite -o /opened; apply: eq_bigr => i _; rewrite -sf.
by rewrite opened_quadratic -/c1 -/c0 => e; apply/eqP; rewrite -[RHS](subrr ((d y).1.1 + x * (d y).2.1)) -{1}e; ring.
Qed.

(* (L): a vote that breaks a rule is accepted for one x at most, whatever its maker does. *)
Theorem rules_sound w n m : ~~ all_rules coefficient max w ->
  (#|[set x | [exists zz, exists ff, exists zD, exists zc, let re := Response zz ff zD zc in
     encryption_holds (of_witness w) (with_masks n m) x re &&
     rules_hold coefficient max (with_masks n m) x re]]| <= 1)%N.
Proof.
rewrite negb_forall => /existsP [l broken]; rewrite -subr_eq0 in broken.
apply: leq_trans (few_linear (\sum_j coefficient l j * a n j - m l) broken).
apply: subset_leq_card; apply/subsetP => x; rewrite !inE.
case/existsP => zz /existsP [ff] /existsP [zD] /existsP [zc] /andP [/answers [_ sf] /forallP /(_ l)].
rewrite /= in sf *; rewrite sf => /eqP /= e; apply/eqP.
have : \sum_j coefficient l j * (v w j * x + a n j) =
  (\sum_j coefficient l j * v w j) * x + \sum_j coefficient l j * a n j.
  by rewrite big_distrl -big_split; apply: eq_bigr => j _ /=; ring.
under eq_bigr do rewrite -[v w _ * x + a n _](ffunE (fun j => v w j * x + a n j)).
rewrite e => s; rewrite mulrBl -addrA [- _ + _]addrC addrA addrA -s; ring.
Qed.
End Soundness.
