package notice_test

import (
	"strings"
	"testing"
	"time"
)

// page is a notice of about two kilobytes.
const page = `Hello Harbour Lane Supply,

Your Amazon.com selling account has been deactivated in accordance with section 3 of the Business Solutions Agreement. Your offers are no longer visible and funds will stay in the account while we look into this. Please go on shipping the orders that you have.

Why is this happening?
Customers told us that items they bought from you do not look genuine. The products are listed at the end of this message. We do not tolerate counterfeit goods, and we look at every report of this kind with care. Units in our warehouses cannot be removed meanwhile.

How do I reactivate my account?
Please send us, for each of the products below:
- invoices from your supplier issued in the last 365 days that cover the number of units sold
- the supplier's name, telephone number, postal address and website
- a plan of action with the root cause, the actions you have taken, and the steps that will prevent it in future

How do I send the required information?
Open Account Health, choose Reactivate your account and follow the steps. We accept .pdf, .jpg, .png and .gif files. You may remove prices, but the rest of each document has to be readable and must not be altered.

Has your account been deactivated in error?
If you believe so, tell us why on the same page and attach whatever shows it.

What happens if I do not send the required information?
If we do not receive it within 17 days, the account will stay deactivated and inventory behind the complaints may be destroyed at your cost. You may ask about your funds 90 days after the date of this message.

We usually answer within two business days.

Regards,
Seller Performance

ASINs: B0BQ7T4N2L, B0CK91VXRD, B09ZZ3HW8M
Orders: 112-8840371-2209466, 113-1187465-0923344
`

func BenchmarkReadOf2kB(b *testing.B) {
	read := reader(b)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		read.Read(page)
	}
}

func BenchmarkReadOf1MB(b *testing.B) {
	read := reader(b)
	text := strings.Repeat(page, 1<<20/len(page)+1)[:1<<20]
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		read.Read(text)
	}
}

// The bound is many times what reading takes, so that only time that does not
// grow linearly can pass it on a busy machine.
func TestReadingTakesTimeInProportion(t *testing.T) {
	read := reader(t)
	const size = 1 << 20
	worst := map[string]string{
		"notices":   strings.Repeat(page, size/len(page)),
		"one word":  strings.Repeat("account ", size/8),
		"no spaces": strings.Repeat("a", size),
		"brackets":  "<p>" + strings.Repeat("<", size),
		"entities":  "<p></p>" + strings.Repeat("&amp", size/4),
		"spans":     strings.Repeat("within 17 days ", size/15),
		"hosts":     strings.Repeat("a.b-c.", size/6),
		"Chinese":   strings.Repeat("账户因", size/9),
		"newlines":  strings.Repeat("\n", size),
		"quotation": strings.Repeat("> they wrote\n", size/13),
		"quoted":    strings.Repeat("> ", size/2),
	}
	for name, text := range worst {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			read.Read(text)
			took := time.Since(start)
			t.Logf("%d kB in %v", len(text)>>10, took.Round(time.Millisecond))
			if took > 20*time.Second {
				t.Errorf("%d kB took %v", len(text)>>10, took)
			}
		})
	}
}
