package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"reinstate/internal/access"
	"reinstate/internal/reinstate"
)

func (p *program) userCommand() *cobra.Command {
	group := asGroup(&cobra.Command{Use: "user", Short: "Manage the people of a firm"})
	group.AddCommand(p.userAddCommand())
	return group
}

func (p *program) userAddCommand() *cobra.Command {
	var person access.NewPerson
	var role string
	c := &cobra.Command{
		Use:   "add --email ADDRESS --name NAME [--role ROLE]",
		Short: "Add a person",
		Long: "Adds a person to the firm. The first password comes from REINSTATE_PASSWORD or, where that\n" +
			"is empty, from the first line of stdin; on a terminal it is asked for without an echo.",
		Example: "  printf '%s\\n' \"$PASSWORD\" | reinstate user add --email ana@example.com --name 'Ana Ruiz' --role caseworker",
		Args:    takes(0, 0, "user add takes no operands: the person is named with --email and --name."),
		RunE: func(c *cobra.Command, _ []string) error {
			person.Role = reinstate.Role(role)
			if err := checkPerson(c, person); err != nil {
				return err
			}
			password, err := p.password()
			if err != nil {
				return err
			}
			person.Password = password
			return p.as(c.Context(), func(o *premises, who reinstate.Actor) error {
				user, err := o.gate.AddPerson(c.Context(), who, person)
				if err != nil {
					return err
				}
				p.print("%s", user.Email)
				p.say("%s can sign in as %s, with the role %s.", user.Name, user.Email, user.Role)
				return nil
			})
		},
	}
	c.Flags().StringVar(&person.Email, "email", "", "the address to sign in with")
	c.Flags().StringVar(&person.Name, "name", "", "the person's name")
	c.Flags().StringVar(&role, "role", string(reinstate.RoleCaseworker), "one of "+roleList())
	return c
}

// firmRoles are the roles the command line gives: a client's is tied to a
// client, which the pages ask for.
func firmRoles() []string {
	var roles []string
	for _, r := range reinstate.Roles() {
		if r != reinstate.RoleClient {
			roles = append(roles, string(r))
		}
	}
	return roles
}

func roleList() string { return orList(firmRoles()) }

func checkPerson(c *cobra.Command, person access.NewPerson) error {
	switch {
	case person.Email == "" || person.Name == "":
		return &misuse{sentence: "Name the person with --email and --name.", command: c}
	case person.Role == reinstate.RoleClient:
		return &misuse{sentence: "A person in the client role is added on the page People, where its client is chosen.", command: c}
	case !person.Role.Valid():
		return &misuse{sentence: fmt.Sprintf("There is no role %q. Choose %s.", person.Role, roleList()), command: c}
	}
	return nil
}

// maxPassword bounds what is read for a password, in bytes.
const maxPassword = 4 << 10

// password is the secret from the environment, a terminal, or stdin, in this
// order. It never comes from a flag, where other users of the machine see it.
func (p *program) password() (string, error) {
	if secret := p.getenv("REINSTATE_PASSWORD"); secret != "" {
		return secret, nil
	}
	if fd, is := terminal(p.stdin); is {
		return p.askPassword(fd)
	}
	line, err := bufio.NewReader(io.LimitReader(p.stdin, maxPassword)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.New("no password was given: write it to stdin, or set REINSTATE_PASSWORD")
	}
	return line, nil
}

func (p *program) askPassword(fd int) (string, error) {
	var typed [2]string
	for i, question := range []string{"Password: ", "The same again: "} {
		fmt.Fprint(p.stderr, question)
		secret, err := term.ReadPassword(fd)
		fmt.Fprintln(p.stderr)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(secret)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two passwords differ: nothing was changed")
	}
	return typed[0], nil
}
