// Command verify-log checks a public log and its receipts from outside: with golang.org/x/mod/sumdb
// (tlog and note), the code that checks Go's own module log. It shares no line with Bening, so a
// mistake in how Bening understands the formats does not hide here.
//
// Formats: C2SP tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature and tlog-proof.
// Exit codes: 0 good, 1 does not verify, 2 the input is wrong.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// inputError is a file or an argument that is wrong, whatever the log says.
type inputError struct{ why string }

func (e *inputError) Error() string { return e.why }

func badInput(format string, args ...interface{}) error {
	return &inputError{fmt.Sprintf(format, args...)}
}

// texts is an argument that may be given several times.
type texts []string

func (t *texts) String() string { return strings.Join(*t, " ") }

func (t *texts) Set(text string) error {
	*t = append(*t, text)
	return nil
}

// request is what the arguments ask for.
type request struct {
	log       string
	vkey      string
	old       string
	receipts  texts
	witnesses texts
	quorum    int
}

func main() {
	err := run(os.Args[1:])
	var input *inputError
	switch {
	case err == nil:
	case errors.As(err, &input):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	default:
		fmt.Fprintf(os.Stderr, "DOES NOT VERIFY: %v\n", err)
		os.Exit(1)
	}
}

func parse(args []string) (*request, error) {
	var r request
	flags := flag.NewFlagSet("verify-log", flag.ContinueOnError)
	flags.StringVar(&r.log, "log", "", "`folder` of the log; every entry and tile is checked")
	flags.StringVar(&r.vkey, "vkey", "", "`file` with the city's public key")
	flags.StringVar(&r.old, "old", "", "`file` with an older checkpoint, which the log must contain")
	flags.Var(&r.receipts, "receipt", "`file` of a receipt; may be given several times")
	flags.Var(&r.witnesses, "witness", "`key` of a witness; may be given several times")
	flags.IntVar(&r.quorum, "quorum", -1, "how many witnesses must have cosigned; all when not given")
	if err := flags.Parse(args); err != nil {
		return nil, &inputError{err.Error()}
	}
	switch {
	case flags.NArg() > 0:
		return nil, badInput("%q is no argument", flags.Arg(0))
	case r.vkey == "":
		return nil, badInput("-vkey is missing")
	case r.log == "" && len(r.receipts) == 0:
		return nil, badInput("give -log, -receipt or both")
	case r.old != "" && r.log == "":
		return nil, badInput("-old needs -log")
	}
	return &r, nil
}

func run(args []string) error {
	r, err := parse(args)
	if err != nil {
		return err
	}
	whom, err := trusted(r)
	if err != nil {
		return err
	}
	var proven []checkpoint
	for _, file := range r.receipts {
		text, err := readInput(file)
		if err != nil {
			return err
		}
		at, err := checkReceipt(text, whom)
		if err != nil {
			return err
		}
		if at != nil {
			proven = append(proven, *at)
		}
	}
	if r.log == "" {
		return nil
	}
	return checkLog(r, whom, proven)
}

// trusted reads the keys: the city's, and those of the witnesses of whom a quorum must have signed.
func trusted(r *request) (*trust, error) {
	text, err := readInput(r.vkey)
	if err != nil {
		return nil, err
	}
	key, err := note.NewVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, badInput("%s: %v", r.vkey, err)
	}
	whom := &trust{log: key, quorum: len(r.witnesses)}
	for _, text := range r.witnesses {
		witness, err := newWitness(strings.TrimSpace(text))
		if err != nil {
			return nil, badInput("-witness %s: %v", text, err)
		}
		for _, other := range whom.witnesses {
			if other.Name() == witness.Name() {
				return nil, badInput("the witness %s is named twice", witness.Name())
			}
		}
		whom.witnesses = append(whom.witnesses, witness)
	}
	if r.quorum >= 0 {
		whom.quorum = r.quorum
	}
	if whom.quorum > len(whom.witnesses) {
		return nil, badInput("-quorum: %d are wanted and %d are named", whom.quorum, len(whom.witnesses))
	}
	return whom, nil
}

func readInput(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, badInput("%v", err)
	}
	return text, nil
}
