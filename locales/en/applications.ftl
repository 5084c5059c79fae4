# Applications: the citizen's form, tracking, and text messages.

## Errors
applications-draft-gone = There is no draft with this code. It may have been sent already, or deleted after a long time.
applications-not-finished = This form is not complete. Fill in what is still empty, then send it again.
applications-kelurahan-unknown = This city has no such kelurahan. Choose one from the list.
applications-proxy-not-allowed = The person must apply for this service alone. Choose “Myself”, or come to the counter.
applications-wrong-state = This step is no longer possible, because the file has moved on. Open its page to see where it stands.
applications-supplement-empty = No file has been chosen. Upload at least one file.
applications-out-of-turn-needs-reason = { $count ->
    [one] One file was complete earlier.
   *[other] { $count } files were complete earlier.
} Choose a reason from the list; it becomes public.
applications-refusal-needs-ground = Choose a ground of refusal from the list.
applications-return-needs-reason = Choose a reason for sending the file back.
applications-return-needs-documents = Choose at least one document that the citizen must send.
applications-number-unknown = We have no such number. Check it on your receipt or in your text message.
applications-secret-wrong = This secret code does not belong to this application number. Check both on your receipt.

## Mistakes in fields
applications-mistake-empty = This is still empty. Fill it in to go on.
applications-mistake-choose = Choose one.
applications-mistake-date = There is no such date. Write day, month and year in digits, such as 17 8 1990.
applications-mistake-number = Write a whole number, such as 3100.
applications-mistake-long = This text is too long. Shorten it, then go on.
applications-mistake-file = No file has been chosen. Choose a photo or a PDF, or choose to bring it to the counter.
applications-mistake-supplement = Upload { $name }.

## Questions about people
applications-ask-who = Who takes care of this application?
applications-ask-who-hint = You need no broker, and there is no extra cost.
applications-ask-who-short = Who applies
applications-ask-name = What is the applicant's full name?
applications-ask-name-hint = The applicant is the person who needs this service. Write it as on the identity card or Family Card.
applications-ask-name-short = Applicant
applications-ask-nik = What is the applicant's NIK?
applications-ask-nik-hint = The NIK (population number) has 16 digits. It is on the identity card and the Family Card.
applications-ask-nik-short = NIK of the applicant
applications-ask-kk = What is the number of the applicant's Family Card?
applications-ask-kk-hint = 16 digits at the top of the Family Card (KK).
applications-ask-kk-short = Family Card number
applications-ask-phone = What is the applicant's mobile number?
applications-ask-phone-hint = We send news to this number by text message. Example: 0812 3456 7890.
applications-ask-phone-short = Mobile number
applications-ask-kelurahan = In which kelurahan does the applicant live?
applications-ask-kelurahan-hint = Choose it as on the identity card or Family Card.
applications-ask-kelurahan-short = Kelurahan
applications-ask-address = What is the applicant's address?
applications-ask-address-hint = Write street, house number, RT and RW.
applications-ask-address-short = Address
applications-ask-representative-name = What is your full name?
applications-ask-representative-name-hint = You act for the applicant. Write it as on your identity card.
applications-ask-representative-name-short = Your name
applications-ask-representative-nik = What is your NIK?
applications-ask-representative-nik-hint = The NIK (population number) has 16 digits. It is on your identity card.
applications-ask-representative-nik-short = Your NIK
applications-ask-representative-phone = What is your mobile number?
applications-ask-representative-phone-hint = We send news to this number by text message. Example: 0812 3456 7890.
applications-ask-representative-phone-short = Your mobile number
applications-ask-representative-relation = How are you related to the applicant?
applications-ask-representative-relation-hint = Examples: child, wife, neighbour, or holder of a mandate.
applications-ask-representative-relation-short = Relation
applications-ask-representative-reason = Why does the applicant not apply alone?
applications-ask-representative-reason-hint = One or two sentences are enough. Example: is ill.
applications-ask-representative-reason-short = Reason

## Who applies
applications-who-oneself = Myself
applications-who-oneself-hint = This application is for me.
applications-who-family = For my family
applications-who-family-hint = Our names are on the same Family Card.
applications-who-mandate = For someone else, with a mandate
applications-who-mandate-hint = The applicant signed a stamped mandate for me.
applications-who-mandate-more = What is a mandate?
applications-who-mandate-note = A mandate names both people with their NIK, the matter, the date, and is signed. It carries a duty stamp of { $duty }. Bring the original when you collect the result.

## Before you start
applications-begin-title = Before you start
applications-begin-lead = Fill it in yourself on your phone. One question a page.
applications-begin-promise = Cost and time
applications-begin-needs = Have this at hand
applications-begin-need-numbers = NIK (population number) and number of the Family Card (KK)
applications-begin-need-phone = A mobile number for news
applications-begin-needs-later = Not all at hand? Start anyway; the rest can follow.
applications-begin-code = Your answers are kept
applications-begin-code-text = You get a draft code. Note it down to go on from any phone. A draft left alone for { $kept } is deleted.
applications-begin-start = Start
applications-begin-have-code = Do you have a draft code?
applications-fee = { $fee }. There is no other cost.
applications-fee-note = About the fee
applications-promise = Promised time
applications-promise-from = { $term } from a complete file

## Going on with a draft
applications-resume-title = Go on with an application
applications-resume-label = Draft code
applications-resume-hint = Type your draft code: 12 letters and digits.
applications-resume-go = Go on
applications-resume-lost = Lost your draft code?
applications-resume-lost-text = Only you have the code, so we cannot look it up. Start again from the page of the service. The old draft deletes itself.
applications-gone-title = This draft is no longer here
applications-gone-sent = Did you send it?
applications-gone-sent-text = Then your application is safe, and was not sent twice. Its number is in our text message. Its secret code is on the receipt, or ask at a counter with your identity card.
applications-gone-old = Did you not send it?
applications-gone-old-text = Drafts left alone for too long are deleted. A mistyped code finds nothing either. Check the code, or start again from the page of the service.
applications-gone-resume = Type a draft code again

## Task list
applications-tasks-title = Your application
applications-tasks-lead = { $done } of { $of } parts done, about { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} to go.
applications-tasks-all-done = All parts are done. Check once more, then send.
applications-tasks-parts = Parts of the form
applications-tasks-check = Check and send
applications-tasks-start = Start
applications-tasks-go-on = Go on
applications-task-done = Done
applications-task-open = Not started
applications-task-partly = { $done } of { $of } filled in
applications-task-ready = Ready to check
applications-task-locked = After all parts
applications-section-who = Who applies
applications-section-who-hint = Yourself, family, or with a mandate.
applications-section-person = The applicant
applications-section-person-hint = Name, NIK, Family Card, mobile number and address.
applications-section-questions = About the application
applications-section-questions-hint = Questions of this service.
applications-section-documents = Documents
applications-draft-code = Your draft code
applications-draft-code-text = Note this code down. With it you can go on at any time, from any phone. A draft left alone for { $kept } is deleted.

## One question
applications-question-caption = { $section }: { $place } of { $of }
applications-back-tasks = Back to the parts
applications-back-check = Back to your answers
applications-save-continue = Save and continue
applications-choose = Choose from the list
applications-notice-nik-region = This NIK was first registered outside this city. That is fine: a NIK never changes when a person moves. Just make sure the digits are right.

## Documents
applications-document-limit = A photo from your phone or a PDF, at most { $limit } MB. We remove place and camera data from photos.
applications-document-view = See the kept file
applications-document-replace = Choose another file to replace it.
applications-document-skip = Skip
applications-document-no-photo = Can't take a photo now?
applications-document-later-text = You may bring this document to a counter. The promised time starts once the file is complete.
applications-document-later = I will bring it to the counter
applications-document-is-later = You chose to bring this document to a counter. Choose a file to upload it now.
applications-file = { $kind }, { $size }
applications-file-photo = Photo
applications-file-pdf = PDF

## Check and send
applications-check-title = Check your answers
applications-check-missing = { $count ->
    [one] One part is still empty
   *[other] { $count } parts are still empty
}
applications-check-missing-text = You can send the application once everything is filled in.
applications-check-promise = Cost and time
applications-check-statement = Statement
applications-check-send = Agree and send
applications-value-open = Not filled in yet
applications-value-empty = Left empty
applications-value-later = Brought to the counter
applications-value-skipped = Skipped
applications-statement-oneself = I apply for myself. Everything I wrote is true.
applications-statement-family = I apply for a family member on the same Family Card. Everything I wrote is true.
applications-statement-mandate = I apply with a stamped mandate of the applicant. Everything I wrote is true.

## Received
applications-confirm-title = We received your application
applications-confirm-no-cost = If anyone asks for money to speed things up, do not give it.
applications-confirm-secret = Keep this secret code
applications-confirm-secret-text = This code opens your file from another phone. We do not keep it, so note it down or print it now. Do not give it to anyone.
applications-confirm-next = What happens next
applications-confirm-track = Track the application
applications-number = Application number
applications-print = Print the receipt

## Receipt
applications-receipt-title = Receipt of an application
applications-receipt-how = How to track it
applications-receipt-how-text = Open { $address } and type the number above, or scan this code.
applications-receipt-keep = The secret code opens your file. Do not give it to anyone.
applications-receipt-qr = QR code that leads to the tracking page of this application
applications-receipt-print = Use the print menu of your browser, or save it as a PDF.

## Tracking
applications-track-title = Track an application
applications-track-hint = Type the application number from your receipt or text message. Example: K7M4-2Q9P.
applications-track-go = Track the application
applications-track-other = Track another application
applications-track-lost = Lost your application number?
applications-track-lost-text = Come to a counter with your identity card. An officer looks it up, free of charge.
applications-limited-title = State of an application
applications-open-title = See everything
applications-open-text = The number alone shows state and date. The secret code on your receipt opens the file.
applications-open-label = Secret code
applications-open-hint = 16 letters and digits, such as 7F3K-91QM-0XB2-D58A.
applications-open-go = Open the file
applications-back-file = Back to the application

## Time
applications-day-today = today at { $time }
applications-day-tomorrow = tomorrow, { $weekday } at { $time }
applications-day-at = { $day } at { $time }

## States
applications-state-awaiting_giver = Waiting for the giver of the mandate
applications-state-submitted = Waiting for the completeness check
applications-state-queued = Waiting for its turn
applications-state-in_progress = In progress
applications-state-returned = Waiting for you
applications-state-approved = Approved
applications-state-issued = Ready
applications-state-collected = Received
applications-state-refused = Refused
applications-state-withdrawn = Withdrawn
applications-state-deemed = Deemed granted
applications-now-check = Checked for completeness by { $when }
applications-now-due = Ready by { $when } at the latest
applications-now-late = Overdue since { $when }
applications-now-waiting = We have received your file
applications-now-returned = Send what is missing, then the clock runs again
applications-now-issued = Ready since { $day }
applications-now-collected = Done. Thank you.
applications-now-refused = Decided on { $day }
applications-now-withdrawn = Withdrawn on { $day }
applications-scale-name = Time used so far
applications-scale-from = Complete { $day }
applications-scale-paused = The clock stands still
applications-scale-working-day = Working day { $day } of { $of }
applications-scale-calendar-day = Day { $day } of { $of }
applications-scale-hour = Hour { $day } of { $of }
applications-scale-minute = Minute { $day } of { $of }
applications-practice = { $count } of 10 applications like this one were on time.
applications-practice-late = If it is late, the superior is told without you asking.
applications-superior-told = The promised time has passed. The superior has been told.
applications-deemed-text = By law this application is deemed granted ({ $law }). You have a right to the result.

## What to send
applications-ask-returned = An officer asks for these documents
applications-ask-later = Documents that are still missing
applications-ask-note = Note of the officer: { $note }
applications-ask-send = Send documents
applications-refused-why = Why it was refused
applications-refused-next = You may apply again. Ask { $unit } if the reason is not clear.
applications-ready-title = The result is ready
applications-ready-collect = Collect it at { $unit } during office hours. Bring your identity card and the receipt.
applications-ready-download = Download the result here. You need not come to the office.
applications-ready-confirm = I have received it
applications-download = Download the result

## Journey
applications-journey = Journey of the file
applications-step-done = done
applications-step-current = now
applications-step-next = next
applications-fact-submitted = Application received
applications-fact-completed = File complete
applications-fact-completed-at-once = Everything was there from the start. The promised time runs.
applications-fact-completed-checked = An officer found it complete. The promised time runs.
applications-fact-completed-deemed = Nobody checked it in time, so it counts as complete.
applications-fact-returned = Sent back to you
applications-fact-supplemented-other = Someone else brought it to the counter.
applications-bearer-known = This NIK is in the file already, as the person or who applies for them. Choose that answer.
applications-fact-supplemented = You sent what was missing
applications-fact-picked = Work began
applications-fact-out-of-turn = Taken first: { $reason }.
applications-fact-approved = Approved
applications-fact-refused = Refused
applications-fact-issued = { $product } is ready
applications-fact-collected = You received the result
applications-fact-withdrawn = You withdrew the application
applications-fact-mandate = The giver of the mandate said yes
applications-fact-taken-over = The mandate was revoked, you go on alone
applications-fact-missed = The promised time passed
applications-fact-fee-charged = The fee was charged
applications-fact-fee-paid = The fee was paid
applications-fact-fee-waived = The fee was waived
applications-fact-fee-refunded = The fee was given back
applications-fact-deemed = Deemed granted
applications-fact-deemed-note = Legal basis: { $law }.
applications-officer = Officer { $officer }, { $unit }.
applications-next-until = By { $when } at the latest.
applications-next-check = An officer checks that the file is complete
applications-next-check-note = If nobody checks in time, the file counts as complete.
applications-next-queued = Waiting for its turn
applications-next-queued-note = First complete, first served.
applications-next-work = An officer works on it
applications-next-working = In progress
applications-next-working-note = We tell you if something is missing.
applications-next-returned = Waiting for you
applications-next-returned-note = The clock stands still until we have your documents.
applications-next-making = The result is being made
applications-next-pay = Waiting for your payment
applications-next-pay-note = The promised time stands still until the fee is paid.
applications-next-issue = { $product } is ready
applications-next-collect = Download or collect the result
applications-next-collect-note = We send you a text message.
applications-next-ready = Yours to receive
applications-next-ready-note = Once you have it, press “I have received it”.

## Queue
applications-queue-place = Number { $place } of { $of }, { $fair }
applications-queue-line = Number { $place } of { $of } files with the officer who was drawn, { $fair }
applications-queue-called = Called already, { $fair }
applications-queue-not-overtaken = nobody overtook
applications-queue-overtaken = overtaken { $count ->
    [one] once
   *[other] { $count } times
}, reason: { $reasons }
applications-out-of-turn-elderly_at_counter = an old person waits at the counter
applications-out-of-turn-system_outage = catching up after an outage
applications-out-of-turn-court_date = a court date
applications-out-of-turn-medical = a medical emergency

## Summary
applications-cost-title = Cost { $fee }
applications-cost-text = Did anyone ask for money or offer a shortcut? Do not pay. Tell { $unit } or its counter, and give this number.
applications-summary = Summary
applications-summary-service = Service
applications-summary-person = Applicant
applications-summary-applicant = Handled by
applications-summary-channel = Channel
applications-summary-unit = Office
applications-summary-queue = Place
applications-summary-received = Received
applications-summary-due = Ready by
applications-summary-check-due = Checked for completeness by
applications-summary-fee = Cost
applications-applicant-oneself = The applicant
applications-applicant-family = Family
applications-applicant-mandate = Holder of a mandate
applications-channel-online = By this site
applications-channel-counter = At a counter
applications-channel-api = By another application
applications-channel-system = Earlier records

## Grounds of refusal
applications-ground-not_resident = The applicant is not a resident of this city.
applications-ground-document_invalid = A document is not valid.
applications-ground-data_mismatch = The data differ from the city's records.

## Who opened the data
applications-openings = Who opened my data
applications-openings-none = Nobody so far.
applications-openings-text = Every opening is recorded and cannot be deleted.
applications-opened = { $who }: { $what }, for { $purpose }
applications-opened-file = the file
applications-opened-audit = a record of who opened your data
applications-opened-nik = the file with the whole NIK
applications-purpose-work = work on the application
applications-purpose-partner_assist = helping to complete the file
applications-purpose-partner_deliver = delivering the result
applications-purpose-inspection = looking into a refused mandate
applications-purpose-audit = looking into the audit trail
applications-purpose-counter = help at the counter

## Withdrawing
applications-withdraw-title = Withdraw the application
applications-withdraw-ask = Withdraw this application?
applications-withdraw-text = It stops, and your place in the queue is lost. You may apply again at any time.
applications-withdraw-go = Yes, withdraw
applications-withdraw-no = No, go on

## Supplementing
applications-supplement-title = Send missing documents
applications-supplement-lead-returned = Send only what was asked for. Then the clock runs again.
applications-supplement-lead = Send what is missing. The promised time starts when the file is complete.
applications-supplement-note = Note of the officer
applications-supplement-go = Send documents
applications-supplement-counter = Can't take a photo? Bring the document to the counter of { $unit }. Officers help free of charge.

## Text messages: plain letters, at most 160 characters
applications-sms-received = Bening: we received { $service }. No { $number }. Ready by { $due }. Cost { $fee }. See { $link }
applications-sms-received-incomplete = Bening: we received { $service }. No { $number }. We check it first. Cost { $fee }. See { $link }
applications-sms-returned = Bening { $number }: { $service } needs documents from you. Send them without a visit: { $link }
applications-sms-issued = Bening { $number }: { $service } is ready. See { $link } There is no other cost.
applications-sms-refused = Bening { $number }: { $service } was refused. Reason and next step: { $link }

## The seal: what anyone can check without the city.
applications-seal = Seal
applications-seal-proven = This application stands in the public log, entry number { $index }. It cannot be removed unseen.
applications-seal-promised = The city's promise is signed. Its proof enters the public log within two seconds; load this page again.
applications-seal-download = Download the digital receipt
applications-seal-check = Check it yourself
applications-seal-qr = QR code that checks the seal
applications-seal-paper = Check it yourself: scan this code, or open the page Check it yourself on the city's site.
applications-seal-none = This city has no key for its log yet, so there is no digital receipt. Your number and secret code still hold.
applications-survey = See whether you are invited to rate this service
applications-report = Asked for money, offered a shortcut, or something wrong? Report it
