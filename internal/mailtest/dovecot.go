// Package mailtest starts real mail servers on this machine for tests, and
// proxies that disturb the way to them.
package mailtest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"
	"text/template"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"reinstate/internal/programtest"
)

// Dovecot is a running Dovecot with one person, whose mailbox is INBOX.
type Dovecot struct {
	Port     int
	User     string
	Password string
	t        testing.TB
}

// patience is how long a server may take to answer, on a machine that tests
// share.
const patience = 30 * time.Second

// dovecotConf is all that Dovecot needs: it runs in a folder of its own, as
// whoever runs the test. Root has it use the accounts of Debian's package.
var dovecotConf = template.Must(template.New("").Parse(`base_dir = {{.Dir}}/run
state_dir = {{.Dir}}/state
log_path = {{.Dir}}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
{{if not .Root}}default_internal_user = {{.User}}
default_internal_group = {{.Group}}
default_login_user = {{.User}}
{{end}}mail_location = maildir:{{.Dir}}/mail/%u
first_valid_uid = 1
mail_plugins = quota
auth_failure_delay = 0
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage={{.Quota}}
}
passdb {
  driver = static
  args = password={{.Password}}
}
userdb {
  driver = static
  args = uid={{.User}} gid={{.Group}} home={{.Dir}}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = {{.Port}}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`))

// NewDovecot starts a Dovecot whose mailbox holds so much, such as 200M. It is
// stopped with the test.
func NewDovecot(t testing.TB, quota string) *Dovecot {
	t.Helper()
	program := programtest.Path(t, programtest.Dovecot)
	dir, err := os.MkdirTemp("", "dovecot") // a short path: its sockets have names of at most 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	d := &Dovecot{Port: freePort(t), User: "cases", Password: "correct-horse", t: t}
	conf := d.configure(dir, quota)
	cmd := exec.Command(program, "-F", "-c", conf)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		client, err := d.signIn()
		if err == nil {
			client.Close()
			return d
		}
		if time.Now().After(end) {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			t.Fatalf("dovecot does not answer: %v\n%s%s", err, said.String(), log)
		}
	}
}

// configure writes the configuration and makes the folders it names.
func (d *Dovecot) configure(dir, quota string) string {
	d.t.Helper()
	me, err := user.Current()
	if err != nil {
		d.t.Fatal(err)
	}
	in := struct {
		Dir, Quota, Password, User, Group string
		Port                              int
		Root                              bool
	}{dir, quota, d.Password, me.Username, me.Username, d.Port, os.Geteuid() == 0}
	if group, err := user.LookupGroupId(me.Gid); err == nil {
		in.Group = group.Name
	}
	mail := filepath.Join(dir, "mail")
	if err := os.Mkdir(mail, 0o700); err != nil {
		d.t.Fatal(err)
	}
	if in.Root {
		in.User, in.Group = "mail", "mail" // Dovecot opens no mailbox as root
		d.give(dir, mail)
	}
	var text bytes.Buffer
	if err := dovecotConf.Execute(&text, in); err != nil {
		d.t.Fatal(err)
	}
	conf := filepath.Join(dir, "dovecot.conf")
	if err := os.WriteFile(conf, text.Bytes(), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return conf
}

// give lets the account that holds mail reach its folder.
func (d *Dovecot) give(dir, mail string) {
	d.t.Helper()
	owner, err := user.Lookup("mail")
	if err != nil {
		d.t.Fatal(err)
	}
	uid, _ := strconv.Atoi(owner.Uid)
	gid, _ := strconv.Atoi(owner.Gid)
	if err := os.Chmod(dir, 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Chown(mail, uid, gid); err != nil {
		d.t.Fatal(err)
	}
}

func (d *Dovecot) signIn() (*imapclient.Client, error) {
	conn, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(d.Port)), patience)
	if err != nil {
		return nil, err
	}
	_ = conn.SetDeadline(time.Now().Add(4 * patience))
	client := imapclient.New(conn, nil)
	if err := client.Login(d.User, d.Password).Wait(); err != nil {
		client.Close()
		return nil, err
	}
	return client, nil
}

// Put delivers mails into the mailbox, in order.
func (d *Dovecot) Put(mails ...[]byte) error {
	client, err := d.signIn()
	if err != nil {
		return err
	}
	defer client.Close()
	for i, raw := range mails {
		to := client.Append("INBOX", int64(len(raw)), nil)
		if _, err := to.Write(raw); err != nil {
			return fmt.Errorf("mail %d: %w", i, err)
		}
		if err := to.Close(); err != nil {
			return fmt.Errorf("mail %d: %w", i, err)
		}
		if _, err := to.Wait(); err != nil {
			return fmt.Errorf("mail %d: %w", i, err)
		}
	}
	return nil
}

// Address is what a person writes to have the mailbox fetched, by way of a port.
func (d *Dovecot) Address(port int) string {
	return fmt.Sprintf("plain://%s@127.0.0.1:%d/INBOX", d.User, port)
}

// freePort is a port that nobody listens on now.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
