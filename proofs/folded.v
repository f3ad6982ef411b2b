(* SPDX-License-Identifier: Apache-2.0 *)
(* Possession: one proof for n secrets, folded by powers of the challenge c. It is a trustee's proof
   (n = B joint keys), a registrar's (n = V halves), and that of one half in a change of the roll (n = 1,
   registrars.v). *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import polynomials.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Folded.
Variables (F : finFieldType) (G : lmodType F) (g : G) (n : nat).

Definition folded (tau : F) (secret : 'I_n -> F) c := tau + \sum_(k < n) c ^+ k.+1 * secret k.
Definition holds (T : G) (image : 'I_n -> G) c zeta :=
  zeta *: g == T + \sum_(k < n) c ^+ k.+1 *: image k.

Lemma folded_image tau secret c :
  tau *: g + \sum_(k < n) c ^+ k.+1 *: (secret k *: g) = folded tau secret c *: g.
Proof.
by rewrite scalerDl scaler_suml; congr (_ + _); apply: eq_bigr => k _; rewrite scalerA.
Qed.

Theorem possession_complete tau secret c :
  holds (tau *: g) (fun k => secret k *: g) c (folded tau secret c).
Proof. by rewrite /holds folded_image. Qed.

Theorem possession_unique T image c zeta zeta' : g != 0 ->
  holds T image c zeta -> holds T image c zeta' -> zeta = zeta'.
Proof.
move=> g0 /eqP e /eqP e'; apply/eqP; have : zeta *: g == zeta' *: g by rewrite e e'.
by rewrite -subr_eq0 -scalerBl scaler_eq0 (negbTE g0) orbF subr_eq0.
Qed.

(* The secrets follow from n+1 answers to one T: they are the coefficients of the polynomial through
   the points (c, zeta). *)
Theorem possession_extraction T image (cs zetas : 'I_n.+1 -> F) :
  bijective (fun b : F => b *: g) -> injective cs ->
  (forall i, holds T image (cs i) (zetas i)) ->
  T = (interpolant cs zetas)`_0 *: g /\ forall k : 'I_n, image k = (interpolant cs zetas)`_k.+1 *: g.
Proof.
case=> log logK Klog distinct answers.
pose coefficients i := if i is k.+1 then (if insub k is Some k' then log (image k') else 0) else log T.
pose poly := \poly_(i < n.+1) coefficients i.
have value c : poly.[c] = folded (log T) (fun k => log (image k)) c.
  rewrite horner_poly big_ord_recl /= expr0 mulr1; congr (_ + _); apply: eq_bigr => k _.
  by rewrite /bump /= add1n valK mulrC.
have g0 : g != 0.
  apply/eqP => z; have := logK 1; rewrite z scaler0 -(scaler0 _ (0 : F)) -z logK => /eqP.
  by rewrite eq_sym oner_eq0.
have -> : interpolant cs zetas = poly.
  apply: (equal_polynomials distinct); rewrite ?size_interpolant ?size_poly // => i.
  rewrite interpolant_node // value; apply: (possession_unique g0 (answers i)).
  rewrite /holds -folded_image Klog; apply/eqP; congr (_ + _).
  by apply: eq_bigr => k _; rewrite Klog.
split=> [|k]; rewrite coef_poly /= ?Klog //.
by rewrite ltnS ltn_ord valK Klog.
Qed.

(* By linear algebra: the coefficients of the polynomial are the inverse of the Vandermonde matrix of the
   challenges, times the answers. *)
Theorem possession_vandermonde (cs zetas : 'I_n.+1 -> F) : injective cs ->
  let powers := \matrix_(i < n.+1, k < n.+1) cs i ^+ k in powers \in unitmx /\
  forall k : 'I_n.+1, (interpolant cs zetas)`_k = (invmx powers *m \col_i zetas i) k 0.
Proof.
move=> distinct powers.
have unit : powers \in unitmx.
  suff: powers *m (\matrix_(k, j) (basis cs j)`_k) = 1%:M by case/mulmx1_unit.
  apply/matrixP => i j; rewrite !mxE -(lagrange_node distinct) -horner_basis.
  rewrite (horner_coef_wide _ (size_basis cs j)); apply: eq_bigr => k _.
  by rewrite !mxE mulrC.
split=> // k; suff <- : powers *m (\col_k (interpolant cs zetas)`_k) = \col_i zetas i.
  by rewrite mulKmx // mxE.
apply/colP => i; rewrite !mxE -[RHS](interpolant_node distinct zetas i).
rewrite (horner_coef_wide _ (size_interpolant cs zetas)); apply: eq_bigr => m _.
by rewrite !mxE mulrC.
Qed.

(* n answers are not enough: whoever chooses n challenges and any answers makes T (k = 0) and images
   (k = 1..n) that they fit, of which the last is any element X. *)
Definition forged (cs zetas : 'I_n -> F) (X : G) k : G :=
  (interpolant cs zetas)`_k *: g + (\prod_i ('X - (cs i)%:P))`_k *: X.

Theorem possession_forgery cs zetas X : injective cs ->
  (forall i, holds (forged cs zetas X 0) (fun k => forged cs zetas X k.+1) (cs i) (zetas i)) /\
  forged cs zetas X n = X.
Proof.
move=> distinct; set Z := \prod_i ('X - (cs i)%:P).
have size_Z : size Z = n.+1.
  by rewrite /Z size_prod_XsubC -[index_enum _]enumT size_enum_ord.
split=> [i|].
  rewrite /holds; apply/eqP; transitivity (\sum_(k < n.+1) cs i ^+ k *: forged cs zetas X k); last first.
    by rewrite big_ord_recl expr0 scale1r.
  have root_Z : Z.[cs i] = 0 by rewrite /Z horner_prod (bigD1 i) //= hornerXsubC subrr mul0r.
  under eq_bigr do rewrite /forged scalerDr !scalerA.
  rewrite big_split /= -!scaler_suml -/Z; set a := \sum_(k < _) _; set b := \sum_(k < _) _.
  have -> : b = Z.[cs i].
    by rewrite (@horner_coef_wide _ n.+1) ?size_Z //; apply: eq_bigr => k _; rewrite mulrC.
  have -> : a = (interpolant cs zetas).[cs i].
    rewrite (@horner_coef_wide _ n.+1) ?(leq_trans (size_interpolant cs zetas)) //.
    by apply: eq_bigr => k _; rewrite mulrC.
  by rewrite root_Z interpolant_node // scale0r addr0.
rewrite /forged nth_default ?size_interpolant // scale0r add0r -/Z.
have : lead_coef Z = 1 by apply/eqP; exact: monic_prod_XsubC.
by rewrite lead_coefE size_Z => ->; rewrite scale1r.
Qed.

(* A simulator chooses zeta and computes T; for a given c the prover's tau and zeta determine each other. *)
Theorem possession_simulation secret c :
  bijective (fun tau => folded tau secret c) /\
  forall tau, tau *: g = folded tau secret c *: g - \sum_(k < n) c ^+ k.+1 *: (secret k *: g).
Proof.
split; last by move=> tau; rewrite -folded_image addrK.
exists (fun zeta => zeta - \sum_(k < n) c ^+ k.+1 * secret k) => b; rewrite /folded ?addrK //.
by rewrite subrK.
Qed.
End Folded.
