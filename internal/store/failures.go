package store

import "time"

type failureRow struct {
	ID  int64 `gorm:"primaryKey"`
	Key string
	At  int64
}

// AddFailure counts a failed sign-in under a key such as "account:<e-mail>" or
// "address:<ip>". Failures belong to no firm: whoever fails has none yet.
func (tx *Tx) AddFailure(key string) error {
	return tx.insert("signin_failures", &failureRow{Key: key, At: micros(tx.now)})
}

// Failures says how many failures a key has had since an instant, that instant
// included, and when the last one was.
func (tx *Tx) Failures(key string, since time.Time) (count int, last time.Time, err error) {
	var found struct {
		N    int
		Last int64
	}
	err = tx.g.Raw("SELECT count(*) AS n, coalesce(max(at), 0) AS last FROM signin_failures WHERE key = ? AND at >= ?", key, micros(since)).Scan(&found).Error
	return found.N, moment(found.Last), err
}

// ClearFailures forgets the failures of a key.
func (tx *Tx) ClearFailures(key string) error {
	return tx.all("signin_failures").Where("key = ?", key).Delete(&failureRow{}).Error
}

// PruneFailures forgets the failures before an instant.
func (tx *Tx) PruneFailures(before time.Time) error {
	return tx.all("signin_failures").Where("at < ?", micros(before)).Delete(&failureRow{}).Error
}
