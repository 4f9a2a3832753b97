package main

import (
	"strings"
	"testing"

	"reinstate/internal/access"
)

func TestAPersonIsAddedWithASecretThatIsNoFlag(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		env   env
		stdin string
	}{
		{"from stdin", nil, demoPassword + "\r\n"},
		{"from stdin without a line's end", nil, demoPassword},
		{"from the environment", env{"REINSTATE_PASSWORD": demoPassword}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := firmFolder(t)
			got := try(t, tt.env, tt.stdin, "user", "add", "--data", dir, "--email", "Ana.Ruiz@Testing.example", "--name", "Ana Ruiz", "--role", "manager")
			if got.status != done || got.out != "ana.ruiz@testing.example\n" {
				t.Fatalf("status %d, stdout %q, stderr %q", got.status, got.out, got.err)
			}
			o := enterAt(t, dir)
			if _, err := o.gate.SignIn(t.Context(), "ana.ruiz@testing.example", demoPassword, access.Visitor{Address: "127.0.0.1"}); err != nil {
				t.Errorf("sign in: %v", err)
			}
			again := try(t, tt.env, tt.stdin, "user", "add", "--data", dir, "--email", "ana.ruiz@testing.example", "--name", "Ana", "--role", "viewer")
			if again.status != failed || again.out != "" {
				t.Errorf("the same address twice: status %d, stdout %q", again.status, again.out)
			}
		})
	}
}

func TestAWeakPasswordAddsNobody(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	got := try(t, nil, "1234567\n", "user", "add", "--data", dir, "--email", "ana@testing.example", "--name", "Ana")
	if got.status != failed || !strings.Contains(got.err, "8") {
		t.Errorf("status %d, said %q; want a refusal that names the least length", got.status, got.err)
	}
	if n := ask[int](t, dir, "SELECT count(*) FROM users"); n != 1 {
		t.Errorf("%d people, want the owner alone", n)
	}
}
