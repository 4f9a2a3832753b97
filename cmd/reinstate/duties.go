package main

// duties says who does each kind of background work. It is done while the
// server runs; what the command line queues waits for the next start.
func (o *premises) duties() {
	o.exportDuties()
	o.searchDuties()
	o.mailDuties()
	o.reminderDuties()
	o.hookDuties()
	o.healthDuties()
	o.vaultDuties()
}
