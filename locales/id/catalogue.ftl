# Texts of the service catalogue.

## Promised times
catalogue-term-working-day = { $amount } hari kerja
catalogue-term-calendar-day = { $amount } hari kalender
catalogue-term-hour = { $amount } jam
catalogue-term-hour-office = { $amount } jam kerja
catalogue-term-minute = { $amount } menit
catalogue-term-minute-office = { $amount } menit pada jam kerja

## Components that follow from other fields
catalogue-derived-duration = { $term } sejak berkas lengkap.
catalogue-derived-fee = { $fee }. Tidak ada biaya lain.
catalogue-derived-no-documents = Tidak ada berkas yang perlu dibawa.
catalogue-condition = bila Anda menjawab “{ $answer }” pada “{ $question }”
