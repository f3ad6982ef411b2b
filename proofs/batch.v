(* SPDX-License-Identifier: Apache-2.0 *)
(* Batches: equations of which at least one is false pass together for at most one in #|W| choices of
   weights. e i is the difference of the two sides of equation i; W are the 2^128 weights. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Theorem batch_sound (F : fieldType) (G : lmodType F) (W : finType) (weight : W -> F)
    k (e : 'I_k -> G) : injective weight -> (exists i, e i != 0) ->
  (#|[set c : {ffun 'I_k -> W} | (\sum_i weight (c i) *: e i == 0)%R]| <= #|W| ^ k.-1)%N.
Proof.
move=> inj [i0 false_equation].
have -> : (#|W| ^ k.-1 = #|{ffun {i : 'I_k | i != i0} -> W}|)%N.
  by rewrite card_ffun card_sig (eq_card (B := predC1 i0)) // cardC1 card_ord.
pose others (c : {ffun 'I_k -> W}) : {ffun {i : 'I_k | i != i0} -> W} := [ffun i => c (val i)].
rewrite -(@card_in_imset _ _ others) ?max_card // => c c'; rewrite !inE => /eqP s /eqP s' same.
have agree i : i != i0 -> c i = c' i.
  by move=> ne; have := congr1 (fun o : {ffun _} => o (exist _ i ne)) same; rewrite !ffunE.
apply/ffunP => i; case: (altP (i =P i0)) => [->|]; last exact: agree.
apply: inj; apply/eqP; rewrite -subr_eq0.
have : weight (c i0) *: e i0 = weight (c' i0) *: e i0.
  apply: (@addIr _ (\sum_(i | i != i0) weight (c i) *: e i)).
  rewrite (bigD1 i0) //= in s; rewrite (bigD1 i0) //= in s'; rewrite s -[LHS]s'; congr (_ + _).
  by apply: eq_bigr => j ne; rewrite agree.
by move/eqP; rewrite -(subr_eq0 (_ *: _)) -scalerBl scaler_eq0 (negbTE false_equation) orbF.
Qed.
