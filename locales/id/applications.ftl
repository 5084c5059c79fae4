# Permohonan: formulir warga, pelacakan, dan pesan singkat.

## Kesalahan
applications-draft-gone = Draf dengan kode ini tidak ada. Mungkin sudah dikirim, atau sudah dihapus karena terlalu lama.
applications-not-finished = Formulir ini belum lengkap. Isi bagian yang masih kosong, lalu kirim lagi.
applications-kelurahan-unknown = Kelurahan itu tidak ada di kota ini. Pilih kelurahan dari daftar.
applications-proxy-not-allowed = Layanan ini harus diurus oleh orangnya sendiri. Pilih “Saya sendiri”, atau datang ke loket.
applications-wrong-state = Langkah ini tidak bisa lagi, karena berkas sudah berpindah tahap. Buka halaman berkas untuk melihat keadaannya.
applications-supplement-empty = Belum ada berkas yang dipilih. Unggah paling sedikit satu berkas.
applications-out-of-turn-needs-reason = Ada { $count } berkas yang lebih dulu lengkap. Pilih alasan dari daftar; alasan itu menjadi terbuka.
applications-refusal-needs-ground = Pilih dasar penolakan dari daftar.
applications-return-needs-reason = Pilih alasan pengembalian dari daftar.
applications-return-needs-documents = Pilih paling sedikit satu berkas yang perlu dikirim warga.
applications-number-unknown = Nomor ini tidak ada pada kami. Periksa kembali nomor di tanda terima atau SMS Anda.
applications-secret-wrong = Kode rahasia ini tidak cocok dengan nomor permohonan. Periksa kembali keduanya di tanda terima Anda.

## Kesalahan di isian
applications-mistake-empty = Isian ini masih kosong. Isi dulu untuk melanjutkan.
applications-mistake-choose = Pilih salah satu.
applications-mistake-date = Tanggal ini tidak ada di kalender. Tulis tanggal, bulan, dan tahun dengan angka, misalnya 17 8 1990.
applications-mistake-number = Tulis angka bulat saja, misalnya 3100.
applications-mistake-long = Isian ini terlalu panjang. Persingkat, lalu lanjutkan.
applications-mistake-file = Belum ada berkas yang dipilih. Pilih foto atau PDF, atau pilih bawa ke loket.
applications-mistake-supplement = Unggah { $name }.

## Pertanyaan tentang orang
applications-ask-who = Siapa yang mengurus permohonan ini?
applications-ask-who-hint = Mengurus sendiri tidak perlu perantara dan tidak perlu biaya tambahan.
applications-ask-who-short = Diurus oleh
applications-ask-name = Siapa nama lengkap pemohon?
applications-ask-name-hint = Pemohon adalah orang yang memerlukan layanan ini. Tulis sesuai KTP atau KK.
applications-ask-name-short = Nama pemohon
applications-ask-nik = Berapa NIK pemohon?
applications-ask-nik-hint = NIK (Nomor Induk Kependudukan) adalah 16 angka di KTP atau Kartu Keluarga.
applications-ask-nik-short = NIK pemohon
applications-ask-kk = Berapa nomor Kartu Keluarga pemohon?
applications-ask-kk-hint = 16 angka di bagian atas Kartu Keluarga (KK).
applications-ask-kk-short = Nomor KK
applications-ask-phone = Berapa nomor ponsel pemohon?
applications-ask-phone-hint = Kami mengirim SMS ke nomor ini bila ada kabar. Contoh: 0812 3456 7890.
applications-ask-phone-short = Ponsel pemohon
applications-ask-kelurahan = Di kelurahan mana pemohon tinggal?
applications-ask-kelurahan-hint = Pilih sesuai alamat di KTP atau KK.
applications-ask-kelurahan-short = Kelurahan
applications-ask-address = Apa alamat pemohon?
applications-ask-address-hint = Tulis jalan, nomor rumah, RT, dan RW.
applications-ask-address-short = Alamat
applications-ask-representative-name = Siapa nama lengkap Anda?
applications-ask-representative-name-hint = Anda yang mengurus untuk pemohon. Tulis sesuai KTP.
applications-ask-representative-name-short = Nama Anda
applications-ask-representative-nik = Berapa NIK Anda?
applications-ask-representative-nik-hint = NIK (Nomor Induk Kependudukan) adalah 16 angka di KTP Anda.
applications-ask-representative-nik-short = NIK Anda
applications-ask-representative-phone = Berapa nomor ponsel Anda?
applications-ask-representative-phone-hint = Kami mengirim SMS ke nomor ini bila ada kabar. Contoh: 0812 3456 7890.
applications-ask-representative-phone-short = Ponsel Anda
applications-ask-representative-relation = Apa hubungan Anda dengan pemohon?
applications-ask-representative-relation-hint = Contoh: anak, istri, tetangga, atau penerima kuasa.
applications-ask-representative-relation-short = Hubungan
applications-ask-representative-reason = Mengapa pemohon tidak mengurus sendiri?
applications-ask-representative-reason-hint = Satu atau dua kalimat cukup. Contoh: sedang sakit.
applications-ask-representative-reason-short = Alasan diwakili

## Siapa yang mengurus
applications-who-oneself = Saya sendiri
applications-who-oneself-hint = Permohonan ini untuk diri saya.
applications-who-family = Untuk keluarga saya
applications-who-family-hint = Nama kami ada di Kartu Keluarga yang sama.
applications-who-mandate = Untuk orang lain, dengan surat kuasa
applications-who-mandate-hint = Pemohon menandatangani surat kuasa bermeterai untuk saya.
applications-who-mandate-more = Apa itu surat kuasa?
applications-who-mandate-note = Surat kuasa berisi nama dan NIK kedua pihak, urusan yang dikuasakan, tanggal, dan tanda tangan. Tempelkan meterai { $duty }. Bawa surat aslinya saat mengambil hasil.

## Sebelum mulai
applications-begin-title = Sebelum mulai
applications-begin-lead = Isi sendiri dari ponsel. Satu pertanyaan di setiap halaman.
applications-begin-promise = Biaya dan waktu
applications-begin-needs = Siapkan ini
applications-begin-need-numbers = NIK (Nomor Induk Kependudukan) dan nomor Kartu Keluarga (KK)
applications-begin-need-phone = Nomor ponsel untuk menerima kabar
applications-begin-needs-later = Belum punya semuanya? Mulai saja, sisanya bisa menyusul.
applications-begin-code = Isian Anda tersimpan
applications-begin-code-text = Anda mendapat kode draf. Catat kode itu untuk melanjutkan dari ponsel mana pun. Draf yang didiamkan { $kept } kami hapus.
applications-begin-start = Mulai
applications-begin-have-code = Sudah punya kode draf?
applications-fee = { $fee }. Tidak ada biaya lain.
applications-fee-note = Keterangan biaya
applications-promise = Janji waktu
applications-promise-from = { $term } sejak berkas lengkap

## Lanjutkan draf
applications-resume-title = Lanjutkan permohonan
applications-resume-label = Kode draf
applications-resume-hint = Ketik kode draf Anda: 12 huruf dan angka.
applications-resume-go = Lanjutkan
applications-resume-lost = Kode draf hilang?
applications-resume-lost-text = Kode itu hanya ada pada Anda, jadi kami tidak bisa mencarinya. Mulailah lagi dari halaman layanan. Draf lama terhapus sendiri.
applications-gone-title = Draf ini tidak ada lagi
applications-gone-sent = Sudah Anda kirim?
applications-gone-sent-text = Kalau begitu permohonan Anda aman, dan tidak terkirim dua kali. Nomornya ada di SMS dari kami. Kode rahasianya ada di tanda terima, atau tanyakan di loket dengan membawa KTP.
applications-gone-old = Belum Anda kirim?
applications-gone-old-text = Draf yang terlalu lama didiamkan kami hapus. Kode yang salah ketik juga tidak menemukan apa pun. Periksa kodenya, atau mulai lagi dari halaman layanan.
applications-gone-resume = Ketik kode draf lagi

## Daftar tugas
applications-tasks-title = Permohonan Anda
applications-tasks-lead = { $done } dari { $of } bagian selesai, kira-kira { $minutes } menit lagi.
applications-tasks-all-done = Semua bagian selesai. Periksa sekali lagi, lalu kirim.
applications-tasks-parts = Bagian formulir
applications-tasks-check = Periksa dan kirim
applications-tasks-start = Mulai mengisi
applications-tasks-go-on = Lanjutkan mengisi
applications-task-done = Selesai
applications-task-open = Belum diisi
applications-task-partly = { $done } dari { $of } terisi
applications-task-ready = Siap diperiksa
applications-task-locked = Setelah semua terisi
applications-section-who = Siapa yang mengurus
applications-section-who-hint = Anda sendiri, keluarga, atau dengan surat kuasa.
applications-section-person = Data pemohon
applications-section-person-hint = Nama, NIK, nomor KK, ponsel, dan alamat.
applications-section-questions = Tentang permohonan
applications-section-questions-hint = Pertanyaan khusus layanan ini.
applications-section-documents = Dokumen
applications-draft-code = Kode draf Anda
applications-draft-code-text = Catat kode ini. Dengan kode itu Anda bisa melanjutkan kapan saja, dari ponsel mana pun. Draf yang didiamkan { $kept } kami hapus.

## Satu pertanyaan
applications-question-caption = { $section }: { $place } dari { $of }
applications-back-tasks = Kembali ke daftar bagian
applications-back-check = Kembali ke periksa jawaban
applications-save-continue = Simpan dan lanjutkan
applications-choose = Pilih dari daftar
applications-notice-nik-region = NIK ini pertama kali didaftarkan di luar kota ini. Itu tidak masalah, karena NIK tidak berubah walau Anda pindah. Pastikan saja angkanya benar.

## Dokumen
applications-document-limit = Foto dari ponsel atau PDF, paling besar { $limit } MB. Lokasi dan data kamera di dalam foto kami buang.
applications-document-view = Lihat berkas yang tersimpan
applications-document-replace = Pilih berkas lain untuk menggantinya.
applications-document-skip = Lewati
applications-document-no-photo = Tidak bisa memfoto sekarang?
applications-document-later-text = Anda boleh membawa dokumen ini ke loket. Waktu layanan baru dihitung setelah berkas lengkap.
applications-document-later = Saya bawa ke loket
applications-document-is-later = Anda memilih membawa dokumen ini ke loket. Pilih berkas untuk mengunggahnya sekarang.
applications-file = { $kind }, { $size }
applications-file-photo = Foto
applications-file-pdf = PDF

## Periksa dan kirim
applications-check-title = Periksa jawaban Anda
applications-check-missing = { $count } bagian masih kosong
applications-check-missing-text = Permohonan bisa dikirim setelah semuanya terisi.
applications-check-promise = Biaya dan waktu
applications-check-statement = Pernyataan
applications-check-send = Setuju dan kirim
applications-value-open = Belum diisi
applications-value-empty = Tidak diisi
applications-value-later = Dibawa ke loket
applications-value-skipped = Dilewati
applications-statement-oneself = Saya mengurus permohonan ini untuk diri saya sendiri. Semua yang saya tulis benar.
applications-statement-family = Saya mengurus permohonan ini untuk anggota keluarga di Kartu Keluarga yang sama. Semua yang saya tulis benar.
applications-statement-mandate = Saya mengurus permohonan ini dengan surat kuasa bermeterai dari pemohon. Semua yang saya tulis benar.

## Diterima
applications-confirm-title = Permohonan Anda kami terima
applications-confirm-no-cost = Siapa pun yang meminta uang untuk mempercepat, jangan beri.
applications-confirm-secret = Simpan kode rahasia ini
applications-confirm-secret-text = Kode ini membuka isi berkas Anda dari ponsel lain. Kami tidak menyimpannya, jadi catat atau cetak sekarang. Jangan berikan kepada orang lain.
applications-confirm-next = Yang terjadi berikutnya
applications-confirm-track = Lacak permohonan
applications-number = Nomor permohonan
applications-print = Cetak tanda terima

## Tanda terima
applications-receipt-title = Tanda terima permohonan
applications-receipt-how = Cara melacak
applications-receipt-how-text = Buka { $address } dan ketik nomor di atas, atau pindai kode kotak ini.
applications-receipt-keep = Kode rahasia membuka isi berkas Anda. Jangan berikan kepada orang lain.
applications-receipt-qr = Kode QR menuju halaman lacak permohonan ini
applications-receipt-print = Pakai menu cetak di peramban Anda, atau simpan sebagai PDF.

## Lacak
applications-track-title = Lacak permohonan
applications-track-hint = Ketik nomor permohonan dari tanda terima atau SMS. Contoh: K7M4-2Q9P.
applications-track-go = Lacak permohonan
applications-track-other = Lacak permohonan lain
applications-track-lost = Nomor permohonan hilang?
applications-track-lost-text = Datang ke loket layanan dengan membawa KTP. Petugas mencarikan nomor Anda, tanpa biaya.
applications-limited-title = Keadaan permohonan
applications-open-title = Lihat selengkapnya
applications-open-text = Nomor saja hanya menunjukkan keadaan dan tanggal. Isi berkas terbuka dengan kode rahasia dari tanda terima.
applications-open-label = Kode rahasia
applications-open-hint = 16 huruf dan angka, misalnya 7F3K-91QM-0XB2-D58A.
applications-open-go = Buka berkas
applications-back-file = Kembali ke permohonan

## Waktu
applications-day-today = hari ini pukul { $time }
applications-day-tomorrow = besok, { $weekday } pukul { $time }
applications-day-at = { $day } pukul { $time }

## Keadaan
applications-state-awaiting_giver = Menunggu jawaban pemberi kuasa
applications-state-submitted = Menunggu pemeriksaan kelengkapan
applications-state-queued = Menunggu giliran
applications-state-in_progress = Sedang dikerjakan
applications-state-returned = Menunggu kiriman Anda
applications-state-approved = Disetujui
applications-state-issued = Sudah terbit
applications-state-collected = Sudah diterima
applications-state-refused = Ditolak
applications-state-withdrawn = Ditarik kembali
applications-state-deemed = Dianggap dikabulkan
applications-now-check = Kelengkapan diperiksa paling lambat { $when }
applications-now-due = Selesai paling lambat { $when }
applications-now-late = Lewat tenggat sejak { $when }
applications-now-waiting = Berkas Anda sudah kami terima
applications-now-returned = Kirim kekurangannya, lalu waktu berjalan lagi
applications-now-issued = Terbit { $day }
applications-now-collected = Selesai. Terima kasih.
applications-now-refused = Diputuskan { $day }
applications-now-withdrawn = Ditarik { $day }
applications-scale-name = Waktu yang sudah terpakai
applications-scale-from = Lengkap { $day }
applications-scale-paused = Waktu berhenti
applications-scale-working-day = Hari kerja ke-{ $day } dari { $of }
applications-scale-calendar-day = Hari ke-{ $day } dari { $of }
applications-scale-hour = Jam ke-{ $day } dari { $of }
applications-scale-minute = Menit ke-{ $day } dari { $of }
applications-practice = { $count } dari 10 permohonan seperti ini selesai tepat janji.
applications-practice-late = Bila lewat tenggat, atasan langsung diberi tahu tanpa Anda minta.
applications-superior-told = Janji waktu terlewat. Atasan langsung sudah diberi tahu.
applications-deemed-text = Menurut hukum, permohonan ini dianggap dikabulkan ({ $law }). Anda berhak menerima hasilnya.

## Yang perlu Anda kirim
applications-ask-returned = Petugas meminta berkas ini
applications-ask-later = Berkas yang masih ditunggu
applications-ask-note = Catatan petugas: { $note }
applications-ask-send = Kirim berkas
applications-refused-why = Alasan penolakan
applications-refused-next = Anda boleh mengajukan lagi. Tanyakan kepada { $unit } bila alasan ini tidak jelas.
applications-ready-title = Hasil sudah siap
applications-ready-collect = Ambil di { $unit } pada jam kerja. Bawa KTP dan tanda terima.
applications-ready-download = Unduh hasilnya di sini. Datang ke kantor tidak wajib.
applications-ready-confirm = Sudah saya terima
applications-download = Unduh hasil

## Perjalanan berkas
applications-journey = Perjalanan berkas
applications-step-done = selesai
applications-step-current = sedang berjalan
applications-step-next = berikutnya
applications-fact-submitted = Permohonan diterima
applications-fact-completed = Berkas lengkap
applications-fact-completed-at-once = Semua berkas ada sejak awal. Janji waktu mulai berjalan.
applications-fact-completed-checked = Petugas menyatakan lengkap. Janji waktu mulai berjalan.
applications-fact-completed-deemed = Petugas tidak memeriksa tepat waktu, jadi berkas dianggap lengkap.
applications-fact-returned = Dikembalikan kepada Anda
applications-fact-supplemented-other = Orang lain membawanya ke loket.
applications-bearer-known = NIK ini sudah ada di berkas sebagai pemohon atau wakilnya. Pilih jawaban itu.
applications-fact-supplemented = Anda mengirim kekurangannya
applications-fact-picked = Mulai dikerjakan
applications-fact-out-of-turn = Didahulukan: { $reason }.
applications-fact-approved = Disetujui
applications-fact-refused = Ditolak
applications-fact-issued = { $product } terbit
applications-fact-collected = Anda menerima hasilnya
applications-fact-withdrawn = Anda menarik kembali permohonan
applications-fact-mandate = Pemberi kuasa membenarkan
applications-fact-taken-over = Kuasa dicabut, Anda melanjutkan sendiri
applications-fact-missed = Janji waktu terlewat
applications-fact-fee-charged = Biaya ditagih
applications-fact-fee-paid = Biaya lunas
applications-fact-fee-waived = Biaya dibebaskan
applications-fact-fee-refunded = Biaya dikembalikan
applications-fact-deemed = Dianggap dikabulkan
applications-fact-deemed-note = Dasar hukum: { $law }.
applications-officer = Petugas { $officer }, { $unit }.
applications-next-until = Paling lambat { $when }.
applications-next-check = Petugas memeriksa kelengkapan
applications-next-check-note = Bila tidak diperiksa tepat waktu, berkas dianggap lengkap.
applications-next-queued = Menunggu giliran
applications-next-queued-note = Yang lengkap lebih dulu, dikerjakan lebih dulu.
applications-next-work = Petugas mengerjakan
applications-next-working = Sedang dikerjakan
applications-next-working-note = Anda kami kabari bila ada yang kurang.
applications-next-returned = Menunggu kiriman Anda
applications-next-returned-note = Waktu berhenti sampai berkas Anda kami terima.
applications-next-making = Hasil sedang disiapkan
applications-next-pay = Menunggu pembayaran Anda
applications-next-pay-note = Waktu yang dijanjikan berhenti sampai biaya lunas.
applications-next-issue = { $product } terbit
applications-next-collect = Unduh atau ambil hasilnya
applications-next-collect-note = Anda kami kabari lewat SMS.
applications-next-ready = Tinggal Anda terima
applications-next-ready-note = Setelah menerima, tekan “Sudah saya terima”.

## Antrean
applications-queue-place = Ke-{ $place } dari { $of }, { $fair }
applications-queue-line = Ke-{ $place } dari { $of } berkas pada petugas hasil undian, { $fair }
applications-queue-called = Sudah dipanggil, { $fair }
applications-queue-not-overtaken = tidak disalip
applications-queue-overtaken = disalip { $count } kali, alasan: { $reasons }
applications-out-of-turn-elderly_at_counter = orang lanjut usia menunggu di loket
applications-out-of-turn-system_outage = mengejar berkas yang tertunda gangguan sistem
applications-out-of-turn-court_date = ada jadwal sidang
applications-out-of-turn-medical = keadaan medis mendesak

## Ringkasan
applications-cost-title = Biaya { $fee }
applications-cost-text = Ada yang meminta uang atau menawarkan jalan cepat? Jangan beri. Sampaikan kepada { $unit } atau loketnya, dan sebutkan nomor ini.
applications-summary = Ringkasan
applications-summary-service = Layanan
applications-summary-person = Pemohon
applications-summary-applicant = Diurus oleh
applications-summary-channel = Cara
applications-summary-unit = Kantor
applications-summary-queue = Urutan
applications-summary-received = Diterima
applications-summary-due = Selesai paling lambat
applications-summary-check-due = Kelengkapan diperiksa paling lambat
applications-summary-fee = Biaya
applications-applicant-oneself = Sendiri
applications-applicant-family = Keluarga
applications-applicant-mandate = Penerima kuasa
applications-channel-online = Lewat situs ini
applications-channel-counter = Di loket
applications-channel-api = Lewat aplikasi lain
applications-channel-system = Data pindahan

## Alasan penolakan
applications-ground-not_resident = Pemohon bukan penduduk kota ini.
applications-ground-document_invalid = Ada dokumen yang tidak sah.
applications-ground-data_mismatch = Data tidak cocok dengan catatan kota.

## Siapa membuka data
applications-openings = Siapa membuka data saya
applications-openings-none = Belum ada yang membuka.
applications-openings-text = Setiap pembukaan tercatat dan tidak bisa dihapus.
applications-opened = { $who }: { $what }, untuk { $purpose }
applications-opened-file = isi berkas
applications-opened-audit = catatan siapa yang membuka data Anda
applications-opened-nik = isi berkas dengan NIK lengkap
applications-purpose-work = mengerjakan permohonan
applications-purpose-partner_assist = membantu melengkapi berkas
applications-purpose-partner_deliver = mengantar hasil
applications-purpose-inspection = memeriksa surat kuasa yang ditolak
applications-purpose-audit = memeriksa jejak audit
applications-purpose-counter = membantu di loket

## Tarik kembali
applications-withdraw-title = Tarik kembali permohonan
applications-withdraw-ask = Tarik kembali permohonan ini?
applications-withdraw-text = Permohonan berhenti, dan tempat Anda di antrean hilang. Anda boleh mengajukan lagi kapan saja.
applications-withdraw-go = Ya, tarik kembali
applications-withdraw-no = Tidak, teruskan

## Lengkapi
applications-supplement-title = Lengkapi berkas
applications-supplement-lead-returned = Kirim hanya yang diminta. Setelah itu waktu layanan berjalan lagi.
applications-supplement-lead = Kirim yang masih kurang. Janji waktu mulai saat berkas lengkap.
applications-supplement-note = Catatan petugas
applications-supplement-go = Kirim berkas
applications-supplement-counter = Tidak bisa memfoto? Bawa dokumennya ke loket { $unit }. Petugas membantu tanpa biaya.

## Pesan singkat: huruf biasa, paling panjang 160 karakter
applications-sms-received = Bening: { $service } kami terima. No { $number }. Selesai paling lambat { $due }. Biaya { $fee }. Cek: { $link }
applications-sms-received-incomplete = Bening: { $service } kami terima. No { $number }. Berkas diperiksa dulu. Biaya { $fee }. Cek: { $link }
applications-sms-returned = Bening { $number }: { $service } perlu berkas dari Anda. Kirim tanpa datang: { $link }
applications-sms-issued = Bening { $number }: { $service } sudah terbit. Lihat: { $link } Tidak ada biaya lain.
applications-sms-refused = Bening { $number }: { $service } ditolak. Alasan dan langkah berikutnya: { $link }

## The seal: what anyone can check without the city.
applications-seal = Segel
applications-seal-proven = Permohonan ini tercatat di log publik, nomor catatan { $index }. Tidak bisa dihapus diam-diam.
applications-seal-promised = Janji kota sudah ditandatangani. Buktinya masuk log publik dalam dua detik; muat ulang halaman ini.
applications-seal-download = Unduh tanda terima digital
applications-seal-check = Periksa sendiri
applications-seal-qr = Kode QR untuk memeriksa segel
applications-seal-paper = Periksa sendiri: pindai kode ini, atau buka halaman Periksa sendiri di situs kota.
applications-seal-none = Kota ini belum mempunyai kunci log, jadi belum ada tanda terima digital. Nomor dan kode rahasia Anda tetap berlaku.
applications-survey = Lihat apakah Anda diundang menilai layanan ini
applications-report = Ada yang meminta uang, menawarkan jalan pintas, atau tidak beres? Laporkan
