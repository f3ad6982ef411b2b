(* SPDX-License-Identifier: Apache-2.0 *)
(* Registrars: the secret behind a credential is the sum of those behind its halves, one for each
   registrar. Whoever proves the other halves and the credential has the missing half's logarithm. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import polynomials ballot folded.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Replacement.
Variables (F : finFieldType) (G : lmodType F) (g : G).

(* The proof for one half in a change of the roll is a folded one for one secret. *)
Definition half_holds (T half : G) c zeta := zeta *: g == T + c *: half.

Lemma one_half T half c zeta :
  half_holds T half c zeta = holds g T (fun _ : 'I_1 => half) c zeta.
Proof. by rewrite /half_holds /holds big_ord1 expr1. Qed.

Theorem replacement_complete tau secret c : half_holds (tau *: g) (secret *: g) c (tau + c * secret).
Proof. by rewrite /half_holds scalerDl scalerA. Qed.

Theorem replacement_unique T half c zeta zeta' : g != 0 ->
  half_holds T half c zeta -> half_holds T half c zeta' -> zeta = zeta'.
Proof. by rewrite !one_half; exact: possession_unique. Qed.

Theorem replacement_extraction T half c c' zeta zeta' : c != c' ->
  half_holds T half c zeta -> half_holds T half c' zeta' ->
  half = ((zeta - zeta') / (c - c')) *: g.
Proof.
move=> ne /eqP e /eqP e'; apply/esym.
rewrite mulrC -scalerA scalerBl e e' opprD addrACA subrr add0r -scalerBl scalerA mulVf ?scale1r //.
by rewrite subr_eq0.
Qed.

Theorem replacement_simulation secret c :
  bijective (fun tau => tau + c * secret) /\
  forall tau, tau *: g = (tau + c * secret) *: g - c *: (secret *: g).
Proof.
split; last by move=> tau; rewrite scalerDl scalerA addrK.
by exists (fun zeta => zeta - c * secret) => b; rewrite ?addrK // subrK.
Qed.
End Replacement.

Section Registrars.
Variables (F : finFieldType) (G : lmodType F) (g : G) (registrars voters : nat).
Variables (contests bits rules : nat).

Theorem credential_of_halves (secret : 'I_registrars -> F) :
  \sum_i secret i *: g = (\sum_i secret i) *: g.
Proof. by rewrite scaler_suml. Qed.

Variable missing : 'I_registrars.

(* The secret of the credential may be chosen: with 0 in its place, a half that cancels the others. *)
Theorem missing_half (half : 'I_registrars -> G) (known : 'I_registrars -> F) secret :
  (forall i, i != missing -> half i = known i *: g) -> \sum_i half i = secret *: g ->
  half missing = (secret - \sum_(i | i != missing) known i) *: g.
Proof.
move=> others whole; rewrite scalerBl -whole (bigD1 missing) //= scaler_suml.
by rewrite -[X in _ = _ - X](eq_bigr _ others) addrK.
Qed.

(* Two answers to the credential proof of a ballot. *)
Lemma credential_extraction st (fi : first G contests bits rules) x x' re re' : x != x' ->
  credential_holds g st fi x re -> credential_holds g st fi x' re' ->
  credential st = ((z_credential re - z_credential re') / (x - x')) *: g.
Proof.
rewrite /credential_holds ![x *: _ + _]addrC ![x' *: _ + _]addrC => ne.
exact: replacement_extraction.
Qed.

(* Voter k of the registrars' files: from V+1 answers of every other registrar and two of the ballot. *)
Theorem missing_half_listed (half : 'I_registrars -> 'I_voters -> G) (T : 'I_registrars -> G)
    (cs zetas : 'I_registrars -> 'I_voters.+1 -> F) k st (fi : first G contests bits rules)
    x x' re re' : bijective (fun b : F => b *: g) ->
  (forall i, i != missing -> injective (cs i)) ->
  (forall i j, i != missing -> holds g (T i) (half i) (cs i j) (zetas i j)) ->
  credential st = \sum_i half i k -> x != x' ->
  credential_holds g st fi x re -> credential_holds g st fi x' re' ->
  half missing k = ((z_credential re - z_credential re') / (x - x')
    - \sum_(i | i != missing) (interpolant (cs i) (zetas i))`_k.+1) *: g.
Proof.
move=> generates distinct answers product ne ballot ballot'.
apply: (missing_half (half := fun i => half i k)) => [i other|]; last first.
  by rewrite -product; exact: credential_extraction ballot ballot'.
have held j := answers i j other.
by have [_ ->] := possession_extraction generates (distinct i other) held.
Qed.

(* A voter whose credential was replaced: from two answers of every other registrar and of the ballot. *)
Theorem missing_half_replaced (half T : 'I_registrars -> G) (c c' zeta zeta' : 'I_registrars -> F)
    st (fi : first G contests bits rules) x x' re re' :
  (forall i, i != missing -> [/\ c i != c' i, half_holds g (T i) (half i) (c i) (zeta i) &
    half_holds g (T i) (half i) (c' i) (zeta' i)]) ->
  credential st = \sum_i half i -> x != x' ->
  credential_holds g st fi x re -> credential_holds g st fi x' re' ->
  half missing = ((z_credential re - z_credential re') / (x - x')
    - \sum_(i | i != missing) (zeta i - zeta' i) / (c i - c' i)) *: g.
Proof.
move=> answers product ne ballot ballot'; apply: missing_half => [i /answers [d h h']|].
  exact: replacement_extraction d h h'.
by rewrite -product; exact: credential_extraction ballot ballot'.
Qed.
End Registrars.
