# Texts of the officers' pages, the counter, and the mail to the superior.

## The work queue
officer-queue-title = Work queue
officer-tabs = Parts of the queue
officer-tab-baru = New
officer-tab-saya = I am working on
officer-tab-warga = Waiting for the citizen
officer-tab-terbit = Ready to issue
officer-tab-lewat = Past the deadline
officer-unit = Unit
officer-unit-choose = Choose unit
officer-figure-waiting = Waiting
officer-figure-finished = Finished today
officer-figure-open = Not finished
officer-section-check = Check completeness
officer-section-own = I am working on
officer-section-colleagues = With colleagues
officer-section-issue = Ready to issue
officer-section-collect = Ready to collect
officer-pick-next = Take the next one
officer-none = No files here.
officer-legal-order = Legal order: the file that was complete first is served first. Taking one out of turn needs a reason that is recorded for everyone.
officer-col-number = Number
officer-col-service = Service
officer-col-received = Received
officer-col-state = State
officer-col-officer = Officer
officer-col-due = Deadline
officer-priority = Goes first
officer-nobody = Nobody yet
officer-pseudonym = Officer { $code }

## Deadlines
officer-due-paused = clock stopped
officer-due-today = today { $time }
officer-due-tomorrow = tomorrow { $time }
officer-due-late-today = late since today
officer-due-late =
    { $days ->
        [one] { $days } day late
       *[other] { $days } days late
    }
officer-ready-since = ready since { $moment }

## Late files, for heads
officer-head-title = Files past their deadline
officer-head-note = Files of your units that are past the promised time. Officers appear under a code. Ask for the cause before you judge.
officer-head-none = No file is past its deadline.

## One file
officer-place = Number { $place } of { $all } in line
officer-file-documents = Documents
officer-file-no-documents = This service asks for no documents.
officer-file-tick = Tick it when you have seen the original.
officer-file-look = Look
officer-file-new-tab = Open in a new tab
officer-file-pdf = Open the PDF
officer-file-answers = Answers
officer-file-person = Applicant
officer-file-representative = Representative
officer-file-acts = History of the file
officer-done = done
officer-nik-show = Show the whole NIK
officer-nik-note = Every opening of data is recorded. Their owner can see when and what for.
officer-person-name = Name
officer-person-nik = NIK
officer-person-kk = KK number
officer-person-phone = Phone
officer-person-address = Address
officer-person-kelurahan = Kelurahan
officer-representative-relation = Relation
officer-representative-reason = Why they represent
officer-applicant = Applied for by
officer-applicant-oneself = The person
officer-applicant-family = Family on the same KK
officer-applicant-mandate = Someone with a written mandate
officer-channel = Came in
officer-channel-online = From home, by the site
officer-channel-counter = At the counter, with an officer's help
officer-channel-api = By another program
officer-channel-system = By the system
officer-fee = Cost
officer-promise = Promised time
officer-document-given = Uploaded
officer-document-seen = Seen
officer-document-later = Will follow
officer-document-asked = Asked for again
officer-document-none = Not there yet
officer-document-unknown = This service does not ask for one of those documents. Reload the page and try again.
officer-group-elderly = Elderly
officer-group-pregnant = Pregnant
officer-group-disabled = Person with a disability
officer-group-none = None
officer-role-citizen = Citizen
officer-role-representative = Representative
officer-role-officer = Officer
officer-role-head = Head
officer-role-steward = Steward
officer-role-approver = Approver
officer-role-coordinator = Complaint coordinator
officer-role-inspector = Inspectorate
officer-role-administrator = Administrator
officer-role-mayor = Mayor
officer-role-coach = Coach
officer-role-planner = Planner
officer-role-partner = Partner
officer-role-outreach = Public relations
officer-role-system = System

## What happened
officer-fact-application-submitted = Application received
officer-fact-application-completed = File complete
officer-fact-application-returned = Sent back for what is missing
officer-fact-application-supplemented = The citizen sent what was missing
officer-fact-application-picked = Taken in turn
officer-fact-application-picked-out-of-turn = Taken out of turn
officer-fact-application-step-started = Check begun
officer-fact-application-step-finished = Check ended
officer-fact-application-assigned = Officer drawn
officer-fact-assignment-overridden = Officer changed by the head
officer-fact-application-approved = Approved
officer-fact-application-refused = Refused
officer-fact-application-issued = Product issued
officer-fact-application-collected = Product collected
officer-fact-mandate-used = The giver of the mandate said yes
officer-fact-application-taken-over = The mandate was revoked, the person goes on alone
officer-fact-application-withdrawn = Withdrawn by the citizen
officer-fact-fee-charged = Fee charged
officer-fact-fee-paid = Fee paid
officer-fact-fee-waiver-asked = Relief of the fee asked for
officer-fact-fee-waived = Fee waived
officer-fact-fee-waiver-refused = Relief of the fee refused
officer-fact-fee-refunded = Fee given back
officer-fact-partner-step-handed = Step handed to a partner
officer-fact-partner-step-done = The partner did the step
officer-fact-partner-step-taken-back = Step taken back from the partner
officer-fact-partner-rated = The citizen rated the partner
officer-fact-application-deadline-missed = Promise missed, superior told
officer-fact-application-deemed-granted = Promise missed, deemed granted by law

## The decision
officer-decision = Decision
officer-complete = Accept as complete
officer-pick = Take this file
officer-start = Begin: { $step }
officer-finish = End: { $step }
officer-trial = A trial changes the work steps of this service.
officer-approve = Approve
officer-refuse = Refuse
officer-return = Ask for more
officer-issue = Issue
officer-collect = Collected by the citizen
officer-early-title = Take it out of turn
officer-early-note =
    { $count ->
        [one] You will pass over { $count } file that was complete first. Your reason is recorded for everyone.
       *[other] You will pass over { $count } files that were complete first. Your reason is recorded for everyone.
    }
officer-early-reason = Reason
officer-early-submit = Take it with this reason
officer-out-of-turn-elderly_at_counter = An elderly person waits at the counter
officer-out-of-turn-system_outage = The system was down
officer-out-of-turn-court_date = There is a court date
officer-out-of-turn-medical = Medical need
officer-return-title = Ask the citizen for more
officer-return-reason = Reason
officer-return-reason-document_missing = A document is missing
officer-return-reason-document_unreadable = A document cannot be read
officer-return-documents = Documents needed
officer-return-letter = Letter to the citizen
officer-return-submit = Send and stop the clock
officer-refuse-title = Refuse the application
officer-refuse-ground = Ground of the refusal
officer-ground-not_resident = The applicant is not a resident of this city
officer-ground-document_invalid = A document is not valid
officer-ground-data_mismatch = The data do not match the official records
officer-refuse-letter = Letter to the citizen
officer-refuse-submit = Refuse this application
officer-letter-return = Thank you. We have checked your application for { $service }. Please send the documents that we marked, from your phone or at the counter, free of charge. The promised time stands still and runs again as soon as we have them.
officer-letter-refuse = Thank you. We have checked your application for { $service }. We are sorry that we cannot grant it. The ground is written above. If your data change, you may apply again. You may also object to the head of this office.
officer-letter-empty = The letter to the citizen is empty. Write one or two sentences.
officer-letter-long = This letter is too long. At most { $most } characters.
officer-issue-title = Issue the product
officer-issue-file = File of the product, if there is one
officer-issue-hint = A photo or a PDF. Leave it empty for paper or a card.

## The counter
officer-counter-title = Counter
officer-counter-new = New application
officer-counter-search = What do they need?
officer-counter-find = Find service
officer-counter-services = Services
officer-counter-nothing = No service matches. Try another word.
officer-counter-number = Application number
officer-counter-number-hint = Eight letters or digits, for example: K7M4-2Q9P
officer-counter-open = Open
officer-counter-choose = Choose
officer-counter-person = Applicant
officer-counter-known = Is the applicant your family or a friend?
officer-counter-known-hint = Family and friends are served by a colleague.
officer-counter-known-empty = First say whether the applicant is your family or a friend.
officer-counter-mistake = { $field }: { $mistake }
officer-counter-when = Only { $when }.
officer-counter-conflict = Hand over to a colleague at another counter. You may not serve your own family or friends.
officer-counter-group = Group that goes first
officer-counter-group-hint = Only if you see it yourself. The elderly are also known by their NIK.
officer-counter-seen = I have seen the original
officer-counter-later = Will be brought later
officer-counter-none = Not needed
officer-counter-upload = Upload a photo or PDF
officer-counter-photo = Photo or PDF
officer-counter-help = Recorded as an officer's help. Free of charge.
officer-counter-submit = Take the application
officer-supplement = Hand in documents later
officer-bearer-who = Who brings them?
officer-bearer-who-hint = Only who came is recorded. Bringing documents needs no letter of mandate.
officer-bearer-self = The person whose file it is
officer-bearer-representative = Who applied for that person
officer-bearer-other = Someone else
officer-bearer-nobody = Nobody, they came by post for example
officer-bearer-other-hint = Fill in name and NIK only when someone else came.
officer-bearer-name = Name of that other person
officer-bearer-nik = NIK of that other person
officer-bearer-missing = Choose who brings the documents.
officer-bearer-name-missing = Write the name of who brings the documents, at most 100 letters.
officer-bearer = Missing documents brought by
officer-supplement-submit = Take the documents
officer-supplement-state = This application does not wait for documents. Open the file to see how it stands.

## The receipt
officer-receipt-title = Receipt of the application
officer-receipt-number = Application number
officer-receipt-secret = Secret code
officer-receipt-due = Finished at the latest
officer-receipt-check = Checked at the latest
officer-receipt-missing = Documents to follow
officer-receipt-how = How to follow it
officer-receipt-track = Open { $address } or scan the picture above.
officer-receipt-keep = The secret code opens your file. Do not give it to anyone.
officer-receipt-next = Next citizen
officer-receipt-print = Print this page now. The secret code is stored nowhere.

## Mail to the superior
officer-mail-subject = File { $number } is past its deadline
officer-mail-body =
    File { $number } ({ $service }) is not finished.
    Our promise: { $due }. Now { $late }.

    You get this message as head of the unit or as inspector. It holds no data of the citizen.
    See the list: { $link }

## The API
officer-api-body = The body is not the JSON that was expected. Compare it with the API document and send it again.
officer-api-query = A query parameter is unknown. Compare it with the API document and send it again.
officer-api-field = { $field }: { $mistake }
officer-api-not-asked = This service does not ask for it. Leave it out.
officer-api-document = This document is required. Put its code in documents_later and bring it to the counter.
officer-api-unit = Say the code of the unit that you mean.
officer-api-secret-wrong = This secret is not that of the application. Copy it again from the receipt.
