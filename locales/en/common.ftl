# Texts of the layouts and of the shared pieces (base.html, staff.html, macros.html).

common-skip = Skip to content
common-error-prefix = Error:
common-error-heading = There is a problem

## The head of a page. The name of the city follows the first three.
common-official = Official site of the Government of
common-official-demo = Demonstration of services,
common-tagline = Services of
common-synthetic-label = Synthetic data
common-synthetic-text = Every name, number and file here was made up by a computer.

## Ways through the site
common-nav-main = Main menu
common-nav-quick = Quick menu
common-nav-home = Home
common-nav-services = All services
common-nav-services-short = Services
common-nav-track = Track
common-nav-index = Index
common-nav-report = Report
common-nav-reports = Reports
common-nav-performance = My work
common-nav-coaching = Coaching
common-nav-proposals = Proposals
common-nav-partner = Partner steps
common-nav-campaigns = Campaigns
common-nav-visits = Calendar of visits
common-nav-campaigns-public = Campaigns about services
common-nav-coordinator = Reports in
common-nav-inspector = Case inbox
common-nav-gifts = Gifts
common-nav-representatives = Representatives
common-nav-register = Gift register
common-nav-surveys = Surveys
common-nav-check = Verify
common-nav-login = Log in
common-nav-work = Workplace
common-nav-queue = Work queue
common-nav-counter = Counter
common-nav-late = Past deadline
common-nav-deadlines = All deadlines
common-nav-meetings = Coffee mornings
common-nav-processes = Processes
common-nav-room = Overview
common-nav-decisions = Decisions
common-nav-decisions-public = Decisions of the mayor
common-nav-proposals-public = Proposals for the budget
common-nav-plan = Plan of priorities
common-nav-plan-public = Priorities of the budget
common-nav-ballot = Choose priorities of the budget
common-nav-partners-public = Partners of the city
common-nav-scorecard = The city's report
common-nav-open-data = Open data
common-nav-budget-calendar = Budget calendar
common-nav-spending = The budget so far
common-nav-reform = Reform in numbers
common-nav-facilities = Facilities
common-nav-offices = Service offices
common-nav-audit = Audit trail
common-nav-cases = Cases
common-nav-integrity = My integrity
common-nav-promise = Unit's promise
common-nav-catalogue = Catalogue
common-nav-users = Users
common-nav-logout = Log out
common-opening-recorded = Each time you open a citizen's data, its owner can see the record.

## The foot of a page
common-footer-promise = The fee and the time of each service are written here. If someone asks for more, do not pay.
common-help = Need help?
common-help-text = Come to a service counter or a kelurahan office. An officer helps you fill in the form, free of charge.
common-open = Open city
common-about = About
common-about-site = About this site
common-privacy = Personal data protection
common-accessibility = Accessibility

## Forms
common-day = Day
common-month = Month
common-year = Year
common-yes = Yes
common-no = No
common-optional = may be left empty
common-file-kept = File already here:
common-change = Change
common-save = Save
common-cancel = Cancel
common-next = Next

## Keys of the work queue
common-keys = Keyboard shortcuts
common-keys-move = go to the next or the previous file
common-keys-open = open the file
common-keys-help = open this help
common-keys-on = Shortcuts are on
common-nav-contracts = Contracts
common-nav-contracts-public = The city's contracts

## Maps
common-nav-kelurahan = The city by kelurahan
common-map-schematic = A scheme: one square for each kelurahan, one row for each kecamatan. It is no map.
common-map-indicative = Boundaries are indicative, not official.
