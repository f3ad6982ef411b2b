// SPDX-License-Identifier: Apache-2.0

// Command peers times operations of two libraries in Go: filippo.io/edwards25519 (the curve beneath
// ristretto255) and github.com/bwesterb/go-ristretto. It prints seconds of
// processor time for one element as JSON.
//
//	peers SECONDS      for each operation, at least
package main

import (
	"crypto/sha512"
	"encoding/json"
	"os"
	"strconv"
	"syscall"
	"time"

	"filippo.io/edwards25519"
	ristretto "github.com/bwesterb/go-ristretto"
)

const points = 1024

// Processor time of this program so far.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// Seconds of processor time for one call of work, called over and over for a while.
func each(least time.Duration, work func()) float64 {
	for calls := 1; ; calls *= 2 {
		begin := processorTime()
		for i := 0; i < calls; i++ {
			work()
		}
		if took := processorTime() - begin; took >= least {
			return took.Seconds() / float64(calls)
		}
	}
}

func timesOfEdwards(least time.Duration) map[string]float64 {
	var scalars []*edwards25519.Scalar
	var elements []*edwards25519.Point
	for i := 0; i < points; i++ {
		wide := sha512.Sum512([]byte(strconv.Itoa(i)))
		scalar, err := edwards25519.NewScalar().SetUniformBytes(wide[:])
		if err != nil {
			panic(err)
		}
		scalars = append(scalars, scalar)
		elements = append(elements, new(edwards25519.Point).ScalarBaseMult(scalar))
	}
	encoding := elements[0].Bytes()
	out := new(edwards25519.Point)
	return map[string]float64{
		"decode": each(least, func() {
			if _, err := out.SetBytes(encoding); err != nil {
				panic(err)
			}
		}),
		"encode":        each(least, func() { elements[0].Bytes() }),
		"fixed_base":    each(least, func() { out.ScalarBaseMult(scalars[0]) }),
		"variable_base": each(least, func() { out.ScalarMult(scalars[1], elements[0]) }),
		"msm": each(least, func() {
			out.VarTimeMultiScalarMult(scalars, elements)
		}) / points,
	}
}

func timesOfRistretto(least time.Duration) map[string]float64 {
	var scalar ristretto.Scalar
	var element, out ristretto.Point
	scalar.Rand()
	element.Rand()
	var encoding [32]byte
	element.BytesInto(&encoding)
	return map[string]float64{
		"decode": each(least, func() {
			if !out.SetBytes(&encoding) {
				panic("a good encoding was refused")
			}
		}),
		"encode":        each(least, func() { element.BytesInto(&encoding) }),
		"fixed_base":    each(least, func() { out.ScalarMultBase(&scalar) }),
		"variable_base": each(least, func() { out.ScalarMult(&element, &scalar) }),
	}
}

func main() {
	seconds, err := strconv.ParseFloat(os.Args[1], 64)
	if err != nil {
		panic(err)
	}
	least := time.Duration(seconds * float64(time.Second))
	json.NewEncoder(os.Stdout).Encode(map[string]map[string]float64{
		"edwards25519": timesOfEdwards(least),
		"go-ristretto": timesOfRistretto(least),
	})
}
