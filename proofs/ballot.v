(* SPDX-License-Identifier: Apache-2.0 *)
(* The proof of a ballot: what a prover computes, what a verifier checks; honest ballots verify,
   and responses are unique.

   The group is written additively, as in the code: a space over the field F of the scalars, of which
   the generator spans everything where that is needed. The bits of a ballot are numbered through all
   its contests; of_bit tells the contest of a bit, key its joint key. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Ballot.
Variables (F : finFieldType) (G : lmodType F) (g p : G) (contests bits rules : nat).
Variables (of_bit : 'I_bits -> 'I_contests) (key : 'I_bits -> G).
Variables (coefficient : 'I_rules -> 'I_bits -> F) (max : 'I_rules -> F).

Record statement := Statement {
  credential : G; alpha : {ffun 'I_contests -> G}; beta : {ffun 'I_bits -> G} }.
Record first := First {
  A_0 : {ffun 'I_contests -> G}; A : {ffun 'I_bits -> G}; mask : {ffun 'I_rules -> F}; R : G }.
Record second := Second { D_0 : G; D_1 : G }.
Record response := Response {
  z : {ffun 'I_contests -> F}; f : {ffun 'I_bits -> F}; z_D : F; z_credential : F }.

(* (C), (E), (L), (B) *)
Definition credential_holds st fi x re := z_credential re *: g == x *: credential st + R fi.
Definition encryption_holds st fi x re :=
  [forall k, z re k *: g == x *: alpha st k + A_0 fi k] &&
  [forall j, z re (of_bit j) *: key j + f re j *: g == x *: beta st j + A fi j].
Definition rules_hold fi x re :=
  [forall l, \sum_j coefficient l j * f re j == x * max l + mask fi l].
Definition opened y x re : F := \sum_(j < bits) y ^+ j * (f re j * (x - f re j)).
Definition bits_hold se y x re := opened y x re *: g + z_D re *: p == D_0 se + x *: D_1 se.
Definition accepted st fi y se x re := [&& credential_holds st fi x re,
  encryption_holds st fi x re, rules_hold fi x re & bits_hold se y x re].

Record witness := Witness { r : {ffun 'I_contests -> F}; v : {ffun 'I_bits -> F}; u : F }.
Record nonces := Nonces {
  s : {ffun 'I_contests -> F}; a : {ffun 'I_bits -> F}; kappa : F; d_0 : F; d_1 : F }.

Definition of_witness w := Statement (u w *: g) [ffun k => r w k *: g]
  [ffun j => r w (of_bit j) *: key j + v w j *: g].
Definition first_of n := First [ffun k => s n k *: g] [ffun j => s n (of_bit j) *: key j + a n j *: g]
  [ffun l => \sum_j coefficient l j * a n j] (kappa n *: g).
Definition second_of w n y := Second
  ((- \sum_(j < bits) y ^+ j * a n j ^+ 2) *: g + d_0 n *: p)
  ((\sum_(j < bits) y ^+ j * (a n j * (1 - v w j *+ 2))) *: g + d_1 n *: p).
Definition response_of w n x := Response [ffun k => r w k * x + s n k] [ffun j => v w j * x + a n j]
  (d_0 n + x * d_1 n) (kappa n + x * u w).

Definition is_bit (b : F) := (b == 0) || (b == 1).
Definition all_bits w := [forall j, is_bit (v w j)].
Definition all_rules w := [forall l, \sum_j coefficient l j * v w j == max l].

(* What (B) opens is quadratic in x; the leading coefficient is zero if all bits are bits. *)
Definition leading y w : F := \sum_(j < bits) y ^+ j * (v w j * (1 - v w j)).

Lemma opened_quadratic w n y x : opened y x (response_of w n x) =
  leading y w * x ^+ 2 + (\sum_(j < bits) y ^+ j * (a n j * (1 - v w j *+ 2))) * x
  - \sum_(j < bits) y ^+ j * a n j ^+ 2.
Proof.
rewrite /opened /leading !big_distrl -sumrN -!big_split /=; apply: eq_bigr => j _.
rewrite ffunE; ring.
Qed.

Lemma leading_bits w y : all_bits w -> leading y w = 0.
Proof.
move/forallP => bit; apply: big1 => j _; case/orP: (bit j) => /eqP ->; ring.
Qed.

Theorem complete w n y x : all_bits w -> all_rules w ->
  accepted (of_witness w) (first_of n) y (second_of w n y) x (response_of w n x).
Proof.
move=> bit /forallP rule; apply/and4P; split.
- by rewrite /credential_holds /= scalerDl scalerA addrC.
- apply/andP; split; apply/forallP => k; rewrite !ffunE.
    by rewrite scalerDl scalerA mulrC.
  rewrite !scalerDl !scalerDr !scalerA !(mulrC x) -!addrA; apply/eqP; congr (_ + _).
  by rewrite !addrA; congr (_ + _); rewrite addrC.
- apply/forallP => l; rewrite ffunE -(eqP (rule l)) mulrC big_distrl -big_split /=.
  by apply/eqP; apply: eq_bigr => j _; rewrite ffunE; ring.
rewrite /bits_hold opened_quadratic leading_bits // mul0r add0r /=.
rewrite scalerDr !scalerA addrACA -!scalerDl; apply/eqP; congr (_ *: g + _); ring.
Qed.

(* Nobody turns a ballot into another: for given challenges at most one response is accepted. *)
Theorem responses_unique st fi y se x re re' : g != 0 -> p != 0 ->
  accepted st fi y se x re -> accepted st fi y se x re' -> re = re'.
Proof.
have cancel (P : G) (b c : F) : P != 0 -> b *: P = c *: P -> b = c.
  by move=> P0 /eqP; rewrite -subr_eq0 -scalerBl scaler_eq0 (negbTE P0) orbF subr_eq0 => /eqP.
move=> g0 p0 /and4P [/eqP c /andP [/forallP e /forallP b] _ /eqP d].
case/and4P => /eqP c' /andP [/forallP e' /forallP b'] _ /eqP d'.
have sz : z re = z re'.
  by apply/ffunP => k; apply: (cancel g) => //; rewrite (eqP (e k)) (eqP (e' k)).
have sf : f re = f re'.
  apply/ffunP => j; apply: (cancel g) => //; apply: (@addrI _ (z re (of_bit j) *: key j)).
  by rewrite (eqP (b j)) sz (eqP (b' j)).
have sd : z_D re = z_D re'.
  apply: (cancel p) => //; apply: (@addrI _ (opened y x re *: g)); rewrite d.
  by rewrite /opened sf -/(opened y x re') d'.
have sc : z_credential re = z_credential re' by apply: (cancel g) => //; rewrite c c'.
by case: re sz sf sd sc {e b c d} => ? ? ? ? /= -> -> -> ->; case: re' {e' b' c' d'}.
Qed.

(* A ciphertext determines a vote, whatever its maker knows. *)
Theorem encryption_binding st : bijective (fun b : F => b *: g) ->
  exists w, of_witness w = st /\ forall w', of_witness w' = st -> w' = w.
Proof.
case=> log logK Klog.
have open w : w = Witness [ffun k => log (alpha (of_witness w) k)]
  [ffun j => log (beta (of_witness w) j - log (alpha (of_witness w) (of_bit j)) *: key j)]
  (log (credential (of_witness w))).
  case: w => r v u /=; congr Witness; last by rewrite logK.
    by apply/ffunP => k; rewrite !ffunE logK.
  by apply/ffunP => j; rewrite !ffunE logK addrC addKr logK.
exists (Witness [ffun k => log (alpha st k)]
  [ffun j => log (beta st j - log (alpha st (of_bit j)) *: key j)] (log (credential st))).
split; last by move=> w' e; rewrite [LHS]open e.
case: st => c al be; rewrite /of_witness /=; congr Statement; first exact: Klog.
  by apply/ffunP => k; rewrite !ffunE Klog.
by apply/ffunP => j; rewrite !ffunE Klog addrC subrK.
Qed.
End Ballot.

(* A group as the theorems want it exists for every field, so their premises can be met. *)
Theorem group_exists (F : finFieldType) : bijective (fun b : F => b *: (1 : F^o)).
Proof. by exists (fun P : F^o => P) => b; rewrite /GRing.scale /= mulr1. Qed.
