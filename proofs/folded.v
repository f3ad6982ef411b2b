(* SPDX-License-Identifier: Apache-2.0 *)
(* Possession: one proof for n secrets, folded by powers of the challenge c. It is a trustee's proof
   (n = B joint keys), and serves any other list of secrets, such as halves of credentials. *)
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
