home-title = City services
home-headline-do = Do it yourself.
home-headline-clear = Clear
home-headline-cost = cost,
home-headline-clear-again = clear
home-headline-time = time.
home-lead = No broker needed. Every step is recorded, and officers are bound by deadlines.
home-search-label = What do you need?
home-search-example = Example: lost ID card
home-search-button = Search services
home-track-label = Track an application
home-track-button = Track
home-track-hint = The number is on your receipt. No log-in needed.
home-rights = Your rights
home-right-fee = Pay only what is written
home-right-fee-rest = Anything else is not an official fee.
home-right-deadline = Late files go to the superior
home-right-deadline-rest = By itself, without your asking.
home-right-gift = Give no gifts
home-right-gift-rest = Officers must refuse them.
home-most-asked = Most asked for
home-all-services = { $count ->
    [one] See the one service
   *[other] See all { $count } services
}
home-fee = Fee
home-promise = Promise
home-of-ten = { $count } of 10
home-on-time = finished on time
home-too-few = Not enough files yet to count

home-about-title = About this site
home-about-what = This site belongs to the city government. You apply by yourself, see the deadline, and check the city's promise.
home-about-source = This site runs on Bening, open-source software. Anyone may read and check how it works.

home-privacy-title = Personal data
home-privacy-basis = The city uses your data to serve your application. The basis is Law 27/2022 on Personal Data Protection, Article 20 (2) e.
home-privacy-kept = Name, NIK, phone number and documents are stored encrypted. A draft that is not continued is deleted after 30 days.
home-privacy-opened-heading = Who opened your data
home-privacy-opened = Each time an officer opens your data, the system records it. You read that record on the tracking page with the secret code of your receipt.
home-privacy-rights-heading = Your rights
home-privacy-rights = You may ask for a copy, a correction or the deletion of your data. Ask at a counter with your application number.
home-privacy-cookies-heading = Cookies
home-privacy-cookies = This site only keeps your language, the protection of forms, and the key of your receipt. No tracker and no third party.

home-accessibility-title = Accessibility
home-accessibility-goal = Every page aims to meet WCAG 2.2 level AA. All pages work without JavaScript and on old phones.
home-accessibility-tested = Pages are checked by a program at widths of 320, 390 and 1280 pixels. People who use screen readers have not tested them yet.
home-accessibility-help = Is a page hard to use? Tell us at any counter. An officer helps you free of charge.
