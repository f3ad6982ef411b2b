(* SPDX-License-Identifier: Apache-2.0 *)
(* Zero knowledge: for given challenges (y, x) a simulator that does not know the vote makes the same
   transcripts as a prover, each from exactly one choice of its coins. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import ballot.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Simulation.
Variables (F : finFieldType) (G : lmodType F) (g p : G) (contests bits rules : nat).
Variables (of_bit : 'I_bits -> 'I_contests) (key : 'I_bits -> G).
Variables (coefficient : 'I_rules -> 'I_bits -> F) (max : 'I_rules -> F).
Local Notation response := (response F contests bits).

(* All responses and D_1 are the coins; the equations give the rest. *)
Definition simulator st y x (coins : response * G) :=
  let re := coins.1 in let D1 := coins.2 in
  (First [ffun k => z re k *: g - x *: alpha st k]
         [ffun j => z re (of_bit j) *: key j + f re j *: g - x *: beta st j]
         [ffun l => \sum_j coefficient l j * f re j - x * max l]
         (z_credential re *: g - x *: credential st),
   Second (opened y x re *: g + z_D re *: p - x *: D1) D1, re).

Definition prover (w : witness F contests bits) y x n :=
  (first_of g of_bit key coefficient n, second_of g p w n y, response_of w n x).

(* What the prover's nonces are as coins of the simulator. *)
Definition coins_of (w : witness F contests bits) y x n : response * G := (response_of w n x, D_1 (second_of g p w n y)).

Theorem simulator_accepted st y x coins :
  let: (fi, se, re) := simulator st y x coins in
  accepted g p of_bit key coefficient max st fi y se x re.
Proof.
rewrite /simulator /accepted; apply/and4P; split.
- by rewrite /credential_holds /= addrC subrK.
- by apply/andP; split; apply/forallP => k; rewrite !ffunE [X in _ == X]addrC subrK.
- by apply/forallP => l; rewrite ffunE [X in _ == X]addrC subrK.
- by rewrite /bits_hold /= subrK.
Qed.

Theorem simulation_exact w y x n : all_bits w -> all_rules coefficient max w ->
  prover w y x n = simulator (of_witness g of_bit key w) y x (coins_of w y x n).
Proof.
move=> bit rule; have := complete g p of_bit key n y x bit rule.
case/and4P => /eqP c /andP [/forallP e /forallP b] /forallP l /eqP d.
rewrite /prover /simulator /coins_of; congr (_, _, _).
  rewrite [LHS]/first_of; congr First; last by rewrite c addrC addKr.
  - by apply/ffunP => k; rewrite [RHS]ffunE (eqP (e k)) addrC addKr.
  - by apply/ffunP => j; rewrite [RHS]ffunE (eqP (b j)) addrC addKr.
  - by apply/ffunP => i; rewrite [RHS]ffunE (eqP (l i)) addrC addKr.
by rewrite d addrK [LHS]/second_of; congr Second.
Qed.

Theorem simulation_bijective w y x : bijective (fun b : F => b *: p) ->
  bijective (coins_of w y x).
Proof.
case=> log logK Klog.
pose a_of (re : response) : {ffun 'I_bits -> F} := [ffun j => f re j - v w j * x].
pose d1_of a D := log (D - (\sum_(j < bits) y ^+ j * (a j * (1 - v w j *+ 2))) *: g).
exists (fun coins => let re := coins.1 in let d1 := d1_of (a_of re) coins.2 in
  Nonces [ffun k => z re k - r w k * x] (a_of re) (z_credential re - x * u w)
         (z_D re - x * d1) d1).
  move=> n; rewrite /coins_of /=.
  have -> : a_of (response_of w n x) = a n by apply/ffunP => j; rewrite !ffunE addrC addKr.
  have -> : d1_of (a n) (D_1 (second_of g p w n y)) = d_1 n by rewrite /d1_of /= addrC addKr logK.
  case: n => s a ka d0 d1 /=; congr Nonces; rewrite ?addrK //.
  by apply/ffunP => k; rewrite !ffunE addrC addKr.
case=> re D; rewrite /coins_of /=; congr (_, _).
  case: re => zz ff zD zc; rewrite /response_of /=; congr Response; rewrite ?subrK //.
  - by apply/ffunP => k; rewrite !ffunE addrC subrK.
  - by apply/ffunP => j; rewrite !ffunE addrC subrK.
by rewrite Klog addrC subrK.
Qed.
End Simulation.
