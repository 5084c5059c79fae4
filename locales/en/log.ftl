# Texts of the public log: the page on which anyone checks a receipt, the seal, the poster.

log-title = Check it yourself
log-lead = Every application here leaves a seal in a public log. No one in the city hall can remove or change it unseen.

log-check-heading = Check your receipt
log-check-file = The receipt's file
log-check-file-hint = The file that ends in .tlog-proof, from the tracking page.
log-check-text = Or paste what it says
log-check-text-hint = If that is easier, copy the whole file here.
log-check-button = Check
log-receipt-none = Choose the receipt's file or paste its text, then try again.
log-receipt-unreadable = This file is no receipt. Download it again from the tracking page.

log-result-good = This receipt is genuine
log-result-promise = The city's promise is genuine. Its proof is not in the log yet; download the receipt again in a few seconds.
log-result-entry = Its entry stands in the public log, signed at { $size } entries.
log-result-bad = This receipt does not match
log-result-bad-text = Do not trust this file. Download it again from the tracking page, or take it to the counter.
log-bad-promise = The promise in it is not signed by this city, or was changed.
log-bad-checkpoint = The log's signature in it does not fit what it says.
log-bad-entry = The entry in it is not in the log that was signed.
log-bad-disagree = The promise and the entry in it do not say the same.
log-bad-file = The file is damaged, or is no receipt.
log-row-number = Application number
log-row-service = Service
log-row-received = Received (UTC)
log-row-entry = Entry in the log

log-state-heading = How the log stands
log-state-size = The log has { $size } entries.
log-state-signed = Last signed { $moment }.
log-state-none = The log is still empty.
log-standing-publishing = The log follows every service
log-standing-refused = The log is no longer signed; it is being looked into
log-standing-still = The log is not published from here at the moment
log-witnesses = Outside witnesses
log-witnesses-none = There is no witness yet. The Ombudsman, a university or a newspaper can become one with one small program.
log-witnesses-quorum = At least { $quorum } witnesses must sign as well.
log-witness-never = never yet
log-witness-at = { $moment }, { $size } entries

log-what-heading = What it means
log-what-1 = The public log is a list that can only grow. Each entry is locked by those before it.
log-what-2 = If a single letter is changed, the city's signature no longer fits. Witnesses outside the city will refuse it.
log-what-3 = It does not hold your name but a random seal. Only the holder of the receipt can open it.
log-reveals-heading = What others can see
log-reveals = Others see the order and length of each service's queue, without names, numbers or hours. Who went first is visible with the reason.
log-alone-heading = Without trusting us
log-alone = This page belongs to the city. If you do not trust it, check on your own computer, offline too.
log-alone-key = The city's public key, to keep as kota.vkey:
log-alone-other = The log follows the open rules of C2SP tlog-tiles, so other programs can check it too.

log-seal-title = Seal
log-seal-found = This seal is in the log
log-seal-found-text = Entry number { $index } of { $size } carries this seal.
log-seal-missing = This seal is not in that place
log-seal-missing-text = The log has { $size } entries, and entry number { $index } does not carry this seal. Ask the counter to print it again.
log-seal-next = A seal shows that the entry exists. To see what it says, check the whole receipt.

log-poster-link = Print this week's poster
log-poster-title = Public log of the city's services
log-poster-entries = Entries
log-poster-origin = Name of the log
log-poster-signed = Signed
log-poster-root = Fingerprint
log-poster-qr = QR code with the log's signature
log-poster-text = Take a picture of this poster. Whoever keeps it can prove it if history is changed later.
log-poster-why = The code holds the city's signature, so it needs no internet.

log-no-key = This city has no key for its log yet. Ask the operator to run bening log key new.
log-elsewhere = Another process is publishing the log. Stop the server first, then try again.
log-nothing-published = No log has been published yet, so there is nothing to recover.
log-forked = This database has itself signed other content at { $size } entries. Do not go on; talk to the witnesses.
