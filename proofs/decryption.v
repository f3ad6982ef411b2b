(* SPDX-License-Identifier: Apache-2.0 *)
(* The proof of a decryption: one for all options of a contest, folded by powers of m. key i is the
   trustee's public key for option i, share i what it claims to be secret i *: alpha. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import polynomials.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Decryption.
Variables (F : finFieldType) (G : lmodType F) (g alpha : G) (options : nat).
Variable secret : 'I_options -> F.

Definition fold (V : lmodType F) m (e : 'I_options -> V) := \sum_(i < options) m ^+ i *: e i.
Definition holds (share : 'I_options -> G) m (T : G * G) c z :=
  (z *: g == T.1 + c *: fold m (fun i => secret i *: g)) &&
  (z *: alpha == T.2 + c *: fold m share).

Lemma fold_scaled m (P : G) :
  fold m (fun i => secret i *: P) = fold m (V := [lmodType F of F^o]) secret *: P.
Proof. by rewrite /fold scaler_suml; apply: eq_bigr => i _; rewrite scalerA. Qed.

Theorem decryption_complete m c tau :
  holds (fun i => secret i *: alpha) m (tau *: g, tau *: alpha) c
        (tau + c * fold m (V := [lmodType F of F^o]) secret).
Proof. by rewrite /holds !fold_scaled !scalerDl !scalerA !eqxx. Qed.

(* If a share is wrong, at most (options-1) q + q of the q^2 pairs (m, c) can be answered, whatever its
   maker does, and without any assumption. T is chosen after m. alpha may be the identity. *)
Theorem decryption_sound (share : 'I_options -> G) (T : F -> G * G) :
  bijective (fun b : F => b *: g) -> (exists i, share i != secret i *: alpha) ->
  (#|[set mc : F * F | [exists z, holds share mc.1 (T mc.1) mc.2 z]]|
    <= options.-1 * #|F| + 1 * #|F|)%N.
Proof.
case=> log logK Klog [i0 wrong].
have log_eq0 P : (log P == 0) = (P == 0).
  by apply/eqP/eqP => [e|->]; [rewrite -(Klog P) e scale0r|rewrite -[X in log X](scale0r g) logK].
apply: (few_pairs (bad := fun m => \sum_(i < options) m ^+ i * log (share i - secret i *: alpha) == 0)
                  (answered := fun m c => [exists z, holds share m (T m) c z])).
  by apply: few_zeros; exists i0; rewrite log_eq0 subr_eq0.
move=> m; set bad := \sum_(i < options) _; move=> nz.
have D : fold m share = (fold m (V := [lmodType F of F^o]) secret) *: alpha + bad *: g.
  rewrite -fold_scaled /bad scaler_suml -big_split /=; apply: eq_bigr => i _.
  by rewrite -scalerA Klog -scalerDr addrC subrK.
rewrite (eq_card (B := [set c | [exists z, holds share m (T m) c z]])) //.
apply/card_le1_eqP => c c'; rewrite !inE => /existsP [z /andP [/eqP e /eqP d]].
case/existsP => z' /andP [/eqP e' /eqP d'].
set s := fold m (V := [lmodType F of F^o]) secret in D.
have zz : z - z' = (c - c') * s.
  apply: (can_inj logK); rewrite /= scalerBl e e' fold_scaled -/s opprD addrACA subrr add0r.
  by rewrite !scalerA -scalerBl -mulrBl.
have : ((c - c') * bad) *: g == 0.
  have : (z - z') *: alpha = (c - c') *: fold m share.
    by rewrite scalerBl d d' opprD addrACA subrr add0r -scalerBl.
  by rewrite D zz scalerDr !scalerA => /esym/eqP; rewrite -subr_eq0 addrC addKr.
by rewrite -log_eq0 logK mulf_eq0 (negbTE nz) orbF subr_eq0 => /eqP.
Qed.

(* A simulator chooses the response and computes both commitments; the prover's tau and response
   determine each other. *)
Theorem decryption_simulation m c :
  let s := fold m (V := [lmodType F of F^o]) secret in
  bijective (fun tau => tau + c * s) /\
  forall tau, tau *: g = (tau + c * s) *: g - c *: fold m (fun i => secret i *: g) /\
    tau *: alpha = (tau + c * s) *: alpha - c *: fold m (fun i => secret i *: alpha).
Proof.
move=> s; split.
  by exists (fun z => z - c * s) => b; rewrite ?addrK // subrK.
by move=> tau; rewrite !fold_scaled !scalerDl !scalerA -!/s !addrK.
Qed.
End Decryption.
