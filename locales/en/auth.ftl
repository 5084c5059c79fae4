### Accounts, log-in and roles.

## Log in
auth-log-in-title = Log in
auth-log-in-who = This page is for staff. Citizens need no account.
auth-log-in-submit = Log in
auth-login = Login name
auth-password = Password
auth-code = Code from your phone
auth-code-hint = The six digits that your authenticator app shows.
auth-wrong = The login name, password or code does not match. Check all three and try again with a new code.
auth-help = Cannot log in?
auth-help-text = Each code works once. Wait for the next one and try again. If you lost your phone or forgot your password, ask the city's administrator.
auth-api-token = This request needs the header Authorization: Bearer. Get a token at POST /api/v1/sesi.
auth-api-body = The body could not be read. Send JSON with login, password and code.

## One's own account
auth-own-title = My account
auth-own-saved = The change is saved.
auth-name = Name
auth-nip = NIP (civil servant number)
auth-mail = Mail
auth-roles = Roles
auth-roles-none = No role yet
auth-roles-who = Another administrator gives and takes roles. Every change is recorded.
auth-language = Language
auth-language-label = Language of the pages
auth-language-name = English
auth-password-change = Change password
auth-password-change-hint = Afterwards your account is logged out on all other devices.
auth-password-current = Current password
auth-password-new = New password
auth-password-again = New password again
auth-password-hint = At least 12 letters or digits. A few unrelated words are easy to remember.
auth-password-current-wrong = The current password does not match. Type it again.
auth-password-differs = The two new passwords differ. Type the same one twice.
auth-password-short = The password is too short. Use at least { $least } letters or digits.
auth-password-long = The password is too long. Use at most { $most } letters or digits.
auth-password-known = This password is easy to guess. Choose another one.

## The list of users
auth-list-title = Users
auth-list-caption = All users by login name
auth-new-link = New user
auth-state-disabled = Disabled

## One user
auth-created-on = Made
auth-disabled-on = Disabled
auth-grant-title = Give a role
auth-grant = Give role
auth-revoke = Take away
auth-role = Role
auth-role-hint = More roles can be added later.
auth-role-officer = Officer
auth-role-head = Head of unit
auth-role-steward = Service steward
auth-role-approver = Approver
auth-role-coordinator = Complaint coordinator
auth-role-inspector = Inspectorate
auth-role-administrator = Administrator
auth-role-mayor = Mayor
auth-role-coach = Coach
auth-role-planner = Planner
auth-role-partner = Partner
auth-role-outreach = Public relations
auth-role-system = System
auth-unit = Unit
auth-unit-hint = The role holds for this unit only. This role is always for the whole city.
auth-whole-city = Whole city
auth-disable-title = Disable the account
auth-disable-text = All roles are taken away and this account cannot log in again. This cannot be undone.
auth-disable-sure = I am sure
auth-disable = Disable
auth-disable-unsure = Tick "I am sure" first, then press Disable.

## A new user
auth-new-title = New user
auth-new-submit = Make the account
auth-login-hint = Small letters, digits, dots or dashes. Example: siti.rahma
auth-nip-optional = NIP (may be left empty)
auth-mail-optional = Mail (may be left empty)
auth-mail-hint = Reminders of deadlines go here.
auth-created-title = The account is made
auth-created-once = What stands below is shown once. Hand it to the owner in person, not by message.
auth-password-first = First password
auth-secret = Key for the app
auth-created-next = What the owner does next
auth-created-step-app = Install an authenticator app on the phone.
auth-created-step-scan = Scan the picture above, or type the key.
auth-created-step-log-in = Log in, then change the password on the page My account.
auth-created-done = Done

## What must be mended
auth-login-name = A login name has 3 to 40 small letters, digits, dots or dashes. Change it and send again.
auth-login-taken = The login name { $login } is taken. Choose another one.
auth-name-empty = The name is missing. Type the full name.
auth-name-long = The name is too long. Use at most { $most } letters.
auth-mail-wrong = The mail address could not be read. A good example: siti@contoh.go.id
auth-language-choose = Choose the language of the pages.
auth-role-choose = Choose a role.
auth-role-unknown = This role cannot be given. Choose another one.
auth-role-whole-city = An administrator is always for the whole city. Leave the unit empty.
auth-unit-unknown = The city has no unit { $unit }. Choose another one.
auth-already-granted = This user has that role already. Reload the page.
auth-not-granted = This user does not have that role. Reload the page.
auth-not-yourself = You cannot give a role to yourself. Ask another administrator.
auth-last-administrator = A city needs an administrator. Give the role to someone else first.
auth-disabled = This account is disabled. Make a new one if the person returns.
