(* SPDX-License-Identifier: Apache-2.0 *)
(* What can be computed from several answers to one first move: from two, a witness that keeps the
   rules; from three for each of as many y as there are bits, that it consists of bits, or the logarithm
   of p. So the proof is (bits, 3)-special-sound. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From evote Require Import polynomials ballot soundness.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Extraction.
Variables (F : finFieldType) (G : lmodType F) (g p : G) (contests bits rules : nat).
Variables (of_bit : 'I_bits -> 'I_contests) (key : 'I_bits -> G).
Variables (coefficient : 'I_rules -> 'I_bits -> F) (max : 'I_rules -> F).
Local Notation of_witness := (of_witness g of_bit key).
Local Notation with_masks := (with_masks g of_bit key coefficient).
Local Notation encryption_holds := (encryption_holds g of_bit key).
Local Notation response := (response F contests bits).

(* The witness that two answers give. *)
Definition extracted x x' (re re' : response) :=
  let d := (x - x')^-1 in
  Witness [ffun k => d * (z re k - z re' k)] [ffun j => d * (f re j - f re' j)]
          (d * (z_credential re - z_credential re')).

Lemma divided (P P0 : G) x x' (e e' : G) : x != x' -> e = x *: P + P0 -> e' = x' *: P + P0 ->
  (x - x')^-1 *: (e - e') = P.
Proof.
move=> ne -> ->; rewrite opprD addrACA subrr addr0 -scalerBl scalerA mulVf ?scale1r //.
by rewrite subr_eq0.
Qed.

Theorem two_answers st fi x x' re re' : x != x' ->
  credential_holds g st fi x re -> encryption_holds st fi x re ->
  rules_hold coefficient max fi x re ->
  credential_holds g st fi x' re' -> encryption_holds st fi x' re' ->
  rules_hold coefficient max fi x' re' ->
  of_witness (extracted x x' re re') = st /\ all_rules coefficient max (extracted x x' re re').
Proof.
move=> ne /eqP c /andP [/forallP e /forallP b] /forallP l.
move=> /eqP c' /andP [/forallP e' /forallP b'] /forallP l'; split.
  case: st c e b c' e' b' => cr al be /= c e b c' e' b'; rewrite /of_witness /=; congr Statement.
  - by rewrite -scalerA scalerBl (divided ne c c').
  - apply/ffunP => k; rewrite !ffunE -scalerA scalerBl.
    exact: (divided ne (eqP (e k)) (eqP (e' k))).
  apply/ffunP => j; rewrite !ffunE -!scalerA -scalerDr !scalerBl addrACA -opprD.
  exact: (divided ne (eqP (b j)) (eqP (b' j))).
apply/forallP => i; apply/eqP; have d0 : x - x' != 0 by rewrite subr_eq0.
apply: (mulfI d0); transitivity (\sum_j coefficient i j * f re j - \sum_j coefficient i j * f re' j).
  rewrite big_distrr /= -sumrB; apply: eq_bigr => j _; rewrite ffunE mulrCA mulVKf //; ring.
rewrite (eqP (l i)) (eqP (l' i)); ring.
Qed.

(* Three answers to one y: the second difference of what (B) compares. *)
Definition difference (x0 x1 x2 e0 e1 e2 : F) := (x1 - x2) * e0 + (x2 - x0) * e1 + (x0 - x1) * e2.
Definition of_g y x0 x1 x2 (re0 re1 re2 : response) :=
  difference x0 x1 x2 (opened y x0 re0) (opened y x1 re1) (opened y x2 re2).
Definition of_p x0 x1 x2 (re0 re1 re2 : response) :=
  difference x0 x1 x2 (z_D re0) (z_D re1) (z_D re2).

Lemma no_degree_one se y x0 x1 x2 re0 re1 re2 :
  bits_hold g p se y x0 re0 -> bits_hold g p se y x1 re1 -> bits_hold g p se y x2 re2 ->
  of_g y x0 x1 x2 re0 re1 re2 *: g + of_p x0 x1 x2 re0 re1 re2 *: p = 0.
Proof.
move=> /eqP b0 /eqP b1 /eqP b2.
transitivity ((x1 - x2) *: (opened y x0 re0 *: g + z_D re0 *: p)
  + (x2 - x0) *: (opened y x1 re1 *: g + z_D re1 *: p)
  + (x0 - x1) *: (opened y x2 re2 *: g + z_D re2 *: p)).
  rewrite !scalerDr !scalerA; rewrite [X in _ = X + _]addrACA [X in _ = X]addrACA -!scalerDl.
  by [].
rewrite b0 b1 b2 !scalerDr !scalerA; rewrite [X in X + _ = _]addrACA [X in X = _]addrACA -!scalerDl.
have -> : x1 - x2 + (x2 - x0) + (x0 - x1) = 0 by ring.
have -> : (x1 - x2) * x0 + (x2 - x0) * x1 + (x0 - x1) * x2 = 0 by ring.
by rewrite !scale0r addr0.
Qed.

Hypothesis g_not_0 : g != 0.

Theorem three_answers w n m se y x0 x1 x2 re0 re1 re2 :
  x0 != x1 -> x1 != x2 -> x0 != x2 ->
  encryption_holds (of_witness w) (with_masks n m) x0 re0 -> bits_hold g p se y x0 re0 ->
  encryption_holds (of_witness w) (with_masks n m) x1 re1 -> bits_hold g p se y x1 re1 ->
  encryption_holds (of_witness w) (with_masks n m) x2 re2 -> bits_hold g p se y x2 re2 ->
  leading y w = 0 \/
  p = (- of_g y x0 x1 x2 re0 re1 re2 / of_p x0 x1 x2 re0 re1 re2) *: g.
Proof.
move=> n01 n12 n02 e0 b0 e1 b1 e2 b2.
have same x re : encryption_holds (of_witness w) (with_masks n m) x re ->
    opened y x re = opened y x (response_of w n x).
  by case/(answers g_not_0) => _ sf; apply: eq_bigr => i _; rewrite -sf.
have lead : of_g y x0 x1 x2 re0 re1 re2 = (x0 - x1) * (x0 - x2) * (x1 - x2) * leading y w.
  by rewrite /of_g (same _ _ e0) (same _ _ e1) (same _ _ e2) !opened_quadratic /difference; ring.
have := no_degree_one b0 b1 b2; set ga := of_g _ _ _ _ _ _ _; set pa := of_p _ _ _ _ _ _ => zero.
case: (altP (pa =P 0)) => [pa0|pa0]; [left|right].
  move/eqP: zero; rewrite pa0 scale0r addr0 scaler_eq0 (negbTE g_not_0) orbF /ga lead.
  by rewrite !mulf_eq0 !subr_eq0 (negbTE n01) (negbTE n12) (negbTE n02) /= => /eqP.
have : pa *: p = - ga *: g by apply/eqP; rewrite scaleNr -addr_eq0 addrC zero.
by move/(congr1 (fun P => pa^-1 *: P)); rewrite !scalerA mulVf // scale1r mulrC.
Qed.

(* Three answers for each of as many different y as there are bits. *)
Theorem tree_of_answers w n m (ys : 'I_bits -> F) (se : 'I_bits -> second G)
    (xs : 'I_bits -> 'I_3 -> F) (re : 'I_bits -> 'I_3 -> response) :
  injective ys -> (forall k, injective (xs k)) ->
  (forall k i, encryption_holds (of_witness w) (with_masks n m) (xs k i) (re k i)) ->
  (forall k i, bits_hold g p (se k) (ys k) (xs k i) (re k i)) ->
  all_bits w \/ exists k, p =
    (- of_g (ys k) (xs k 0) (xs k 1) (xs k 2%:R) (re k 0) (re k 1) (re k 2%:R) /
     of_p (xs k 0) (xs k 1) (xs k 2%:R) (re k 0) (re k 1) (re k 2%:R)) *: g.
Proof.
move=> dy dx e b.
case: (boolP [forall k, leading (ys k) w == 0]) => [/forallP zero|some]; [left|right].
  have all0 := many_zeros dy (fun k => eqP (zero k)).
  apply/forallP => j; move/eqP: (all0 j); rewrite mulf_eq0 subr_eq0 => /orP [] h.
    by rewrite /is_bit h.
  by rewrite /is_bit (eq_sym (v w j) 1) h orbT.
move: some; rewrite negb_forall => /existsP [k nz]; exists k.
case: (three_answers _ _ _ (e k 0) (b k 0) (e k 1) (b k 1) (e k 2%:R) (b k 2%:R)) => //;
  try by rewrite (inj_eq (dx k)).
by move=> zero; rewrite zero eqxx in nz.
Qed.
End Extraction.
