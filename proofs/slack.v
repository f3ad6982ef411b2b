(* SPDX-License-Identifier: Apache-2.0 *)
(* Slack bits reach every value from 0 to the width and none beyond; a rule that holds modulo the
   order holds over the integers. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.

(* The weight of slack bit j of a rule of width w, and the weights of its first m slack bits. *)
Definition slack w j := (w + 2 ^ j) %/ 2 ^ j.+1.
Definition weights w m := [seq slack w j | j <- iota 0 m].

(* What bits add up to, and how a prover assigns them to what is left. *)
Fixpoint value (ws : seq nat) (bits : seq bool) :=
  if ws is w :: ws' then head false bits * w + value ws' (behead bits) else 0.
Fixpoint fill (ws : seq nat) left :=
  if ws is w :: ws' then (w <= left) :: fill ws' (left - (w <= left) * w) else [::].

Lemma weightsS w m : weights w m.+1 = uphalf w :: weights w./2 m.
Proof.
rewrite /weights /= {1}/slack expn0 addn1 expn1 divn2; congr (_ :: _).
rewrite (iotaDl 1 0) -map_comp; apply: eq_map => j /=; rewrite /slack add1n.
by rewrite !(expnS 2 j.+1) divnMA expnS [w + _]addnC mulnC divnMDl // divn2 addnC.
Qed.

Lemma halves w : uphalf w + w./2 = w.
Proof. by rewrite uphalf_half -addnA addnn odd_double_half. Qed.

Lemma half_small w m : w < 2 ^ m.+1 -> w./2 < 2 ^ m.
Proof. by rewrite expnS -divn2 ltn_divLR // mulnC. Qed.

(* m is at least the bit length of w. *)
Theorem slack_reaches m w d : w < 2 ^ m -> d <= w ->
  size (fill (weights w m) d) = m /\ value (weights w m) (fill (weights w m) d) = d.
Proof.
elim: m w d => [|m IH] w d small; first by move: small; rewrite expn0 ltnS leqn0 => /eqP ->; case: d.
move=> dw; rewrite weightsS /=; set take := uphalf w <= d.
have fits : d - take * uphalf w <= w./2.
  rewrite /take; case: (leqP (uphalf w) d) => [le|gt] /=; first by rewrite mul1n leq_subLR halves.
  rewrite mul0n subn0 -ltnS; apply: leq_trans gt _.
  by rewrite uphalf_half -add1n leq_add2r; case: odd.
have [sz val] := IH _ _ (half_small small) fits; rewrite sz val; split=> //.
by apply: subnKC; rewrite /take; case: (leqP (uphalf w) d) => //=; rewrite mul1n.
Qed.

Theorem slack_bounded m w bits : w < 2 ^ m -> value (weights w m) bits <= w.
Proof.
elim: m w bits => [|m IH] w bits small //; rewrite weightsS /= -[X in _ <= X]halves.
apply: leq_add (IH _ _ (half_small small)); by case: head; rewrite ?mul1n.
Qed.

Local Open Scope ring_scope.

(* An integer that is smaller than the order q and 0 modulo q is 0. *)
Lemma small_zero q (e : int) : prime q -> (`|e| < q)%N -> e%:~R = 0 :> 'F_q -> e = 0.
Proof.
move=> pq small zero; apply/eqP; rewrite -absz_eq0.
have : (q %| `|e|)%N.
  rewrite (dvdn_charf (char_Fp pq)); case: e zero {small} => n; rewrite ?NegzE /=.
    by move=> zero; apply/eqP; exact: zero.
  by rewrite mulrNz => /eqP; rewrite oppr_eq0.
by case: absz small => // n small; rewrite gtnNdvd.
Qed.

(* A rule that bits fulfil modulo q they fulfil over the integers, if its coefficients and its
   bound are small. *)
Theorem rule_over_integers q n (c : 'I_n -> int) (bit : 'I_n -> bool) (max : int) :
  prime q -> (\sum_j `|c j| + `|max| < q)%N ->
  \sum_j (c j)%:~R * (bit j)%:R = max%:~R :> 'F_q -> \sum_j c j * (bit j)%:Z = max.
Proof.
move=> pq small holds; apply/eqP; rewrite -subr_eq0; apply/eqP; apply: (small_zero pq).
  apply: leq_ltn_trans small.
  have triangle (a b : int) : (`|(a + b)%R| <= `|a| + `|b|)%N.
    by rewrite -lez_nat PoszD !abszE; exact: ler_norm_add.
  apply: leq_trans (triangle _ _) _; rewrite abszN leq_add2r.
  elim/big_rec2: _ => [|j m e _ IH] //.
  apply: leq_trans (triangle _ _) _; rewrite leq_add // abszM.
  by case: (bit j); rewrite ?muln1 ?muln0.
rewrite rmorphB rmorph_sum /= -holds; apply/eqP; rewrite subr_eq0; apply/eqP.
by apply: eq_bigr => j _; rewrite rmorphM.
Qed.
