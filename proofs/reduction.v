(* SPDX-License-Identifier: Apache-2.0 *)
(* Ciphertexts from one Diffie-Hellman instance (X, Y, Z) = (x, y, x y + d) *: g, under the key Y: for
   d = 0 they are encryptions of 0, otherwise independent and uniform pairs of elements. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Reduction.
Variables (F : fieldType) (G : lmodType F) (g : G) (x y d : F).
Let X := x *: g.
Let Y := y *: g.
Let Z := (x * y + d) *: g.

(* Coins (u, w) give the exponents of alpha and of what beta has beyond an encryption of 0. *)
Definition exponents (coins : F * F) := (x * coins.1 + coins.2, d * coins.1).

Theorem embedding u w :
  let: (r, excess) := exponents (u, w) in
  u *: X + w *: g = r *: g /\ u *: Z + w *: Y = r *: Y + excess *: g.
Proof.
rewrite /exponents /X /Y /Z /= !scalerA -!scalerDl; split; congr (_ *: g); ring.
Qed.

Theorem embedding_bijective : d != 0 -> bijective exponents.
Proof.
move=> d0; exists (fun e => (e.2 / d, e.1 - x * (e.2 / d))) => [[u w]|[r e]]; rewrite /exponents /=.
  by rewrite [d * u]mulrC mulfK // addrC addKr.
by rewrite addrC subrK mulrC divfK.
Qed.
End Reduction.
