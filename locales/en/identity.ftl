### Identity numbers, phone numbers, application numbers and codes that you type.

## NIK
identity-nik-character = A NIK has digits only. Remove letters or other signs, then try again.
identity-nik-length = A NIK has 16 digits. Look at your identity card or family card and type all of them.
identity-nik-date = The date of birth in the NIK (digits 7 to 12) is not in the calendar. Check those digits on your identity card.
identity-nik-serial = The last four digits of a NIK cannot be 0000. Check those digits on your identity card.

## Family card number
identity-kk-character = A family card number has digits only. Remove letters or other signs, then try again.
identity-kk-length = A family card number has 16 digits. Look at the top of your family card and type all of them.
identity-kk-date = The date in the family card number (digits 7 to 12) is not in the calendar. Check those digits on your family card.

## NIP
identity-nip-character = A NIP has digits only. Remove letters or other signs, then try again.
identity-nip-length = A NIP has 18 digits. Look at your letter of appointment and type all of them.
identity-nip-birth = The date of birth in the NIP (the first 8 digits) is not in the calendar. Check those digits on your letter of appointment.
identity-nip-appointment = The month of appointment in the NIP (digits 9 to 14) is not in the calendar. Check those digits on your letter of appointment.
identity-nip-age = By this NIP the appointment was before the age of 18. Check the first 14 digits on your letter of appointment.
identity-nip-sex = Digit 15 of a NIP must be 1 or 2. Check that digit on your letter of appointment.

## Phone number
identity-phone-character = A phone number has digits only, with a + in front if you like. Remove letters or other signs, then try again.
identity-phone-prefix = This is not an Indonesian mobile number. Type your number that begins with 08 or +628.
identity-phone-landline = This is a landline (such as 0725), which cannot get an SMS. Type your mobile number that begins with 08.
identity-phone-operator = No mobile number begins with 080. Check your number again.
identity-phone-length = A mobile number has 9 to 13 digits with the 0 in front. Check whether a digit is missing or too many.

## Warnings for officers; no reason to refuse
identity-warning-birth = The date of birth in the NIK differs from the one stated. A NIK does not change when data are corrected. Compare with the documents; do not refuse because of this.
identity-warning-sex = The sex in the NIK differs from the one stated. A NIK does not change when data are corrected. Compare with the documents; do not refuse because of this.
identity-warning-region = This NIK was first registered in another region. A NIK does not change when its holder moves. See the address in the documents; do not refuse because of this.

## Application number
number-length = An application number has 8 letters and digits, such as K7M4-2Q9P. Copy it again from your receipt.
number-symbol = There is a sign that application numbers do not use. Copy the number again from your receipt.
number-check = This application number was mistyped. Compare every letter and digit with your receipt.

## The secret code on the receipt
secret-length = A secret code has 16 letters and digits. Copy it again from your receipt.
secret-symbol = There is a sign that secret codes do not use. Copy the code again from your receipt.

## Draft code
draft-code-length = A draft code has 12 letters and digits. Copy the code that you kept.
mandate-code-length = A mandate code has 12 letters and digits. Open the link of our message once more.
mandate-code-symbol = There is a sign that mandate codes do not use. Open the link of our message once more.
draft-code-symbol = There is a sign that draft codes do not use. Copy the code that you kept.

## Codes of activities (Permendagri 90/2019)
activity-code-parts = The code of an activity has six parts between dots, such as 1.03.10.2.01.0005.
activity-code-digits = Part { $place } of the code of an activity must have { $digits } digits. Compare 1.03.10.2.01.0005.
activity-code-level = The fourth part of the code of an activity must be 2, which stands for a city.
activity-code-zero = Part { $place } of the code of an activity must not be all zeros.
