# Texts of the officers' pages, the counter, and the mail to the superior.

## The work queue
officer-queue-title = Antrean kerja
officer-tabs = Bagian antrean
officer-tab-baru = Baru
officer-tab-saya = Saya kerjakan
officer-tab-warga = Menunggu warga
officer-tab-terbit = Siap diterbitkan
officer-tab-lewat = Lewat tenggat
officer-unit = Unit
officer-unit-choose = Pilih unit
officer-figure-waiting = Menunggu
officer-figure-finished = Selesai hari ini
officer-figure-open = Belum selesai
officer-section-check = Periksa kelengkapan
officer-section-own = Saya kerjakan
officer-section-colleagues = Dikerjakan rekan
officer-section-issue = Siap diterbitkan
officer-section-collect = Siap diambil
officer-pick-next = Ambil berikutnya
officer-none = Tidak ada berkas di sini.
officer-legal-order = Urutan menurut hukum: berkas yang lebih dulu lengkap dikerjakan lebih dulu. Mengambil di luar urutan perlu alasan yang tercatat untuk umum.
officer-col-number = Nomor
officer-col-service = Layanan
officer-col-received = Diterima
officer-col-state = Keadaan
officer-col-officer = Petugas
officer-col-due = Tenggat
officer-priority = Didahulukan
officer-nobody = Belum ada
officer-pseudonym = Petugas { $code }

## Deadlines
officer-due-paused = waktu berhenti
officer-due-today = hari ini { $time }
officer-due-tomorrow = besok { $time }
officer-due-late-today = lewat hari ini
officer-due-late = lewat { $days } hari
officer-ready-since = siap sejak { $moment }

## Late files, for heads
officer-head-title = Berkas lewat tenggat
officer-head-note = Berkas unit Anda yang melewati waktu janji. Nama petugas disamarkan. Tanyakan penyebabnya sebelum menilai.
officer-head-none = Tidak ada berkas yang lewat tenggat.

## One file
officer-place = Urutan ke-{ $place } dari { $all }
officer-file-documents = Dokumen
officer-file-no-documents = Layanan ini tidak meminta dokumen.
officer-file-tick = Centang bila Anda sudah melihat aslinya.
officer-file-look = Lihat
officer-file-new-tab = Buka di tab baru
officer-file-pdf = Buka dokumen PDF
officer-file-answers = Jawaban
officer-file-person = Pemohon
officer-file-representative = Orang yang mewakili
officer-file-acts = Perjalanan berkas
officer-done = selesai
officer-nik-show = Tampilkan NIK lengkap
officer-nik-note = Setiap pembukaan data tercatat. Pemiliknya bisa melihat kapan dan untuk apa.
officer-person-name = Nama
officer-person-nik = NIK
officer-person-kk = Nomor KK
officer-person-phone = Telepon
officer-person-address = Alamat
officer-person-kelurahan = Kelurahan
officer-representative-relation = Hubungan
officer-representative-reason = Alasan mewakili
officer-applicant = Diurus oleh
officer-applicant-oneself = Sendiri
officer-applicant-family = Keluarga satu KK
officer-applicant-mandate = Orang lain dengan surat kuasa
officer-channel = Cara masuk
officer-channel-online = Dari rumah, lewat situs
officer-channel-counter = Di loket, dibantu petugas
officer-channel-api = Lewat aplikasi lain
officer-channel-system = Oleh sistem
officer-fee = Biaya
officer-promise = Janji waktu
officer-document-given = Sudah diunggah
officer-document-seen = Sudah dilihat
officer-document-later = Menyusul
officer-document-asked = Diminta lagi
officer-document-none = Belum ada
officer-document-unknown = Layanan ini tidak meminta salah satu dokumen itu. Muat ulang halaman, lalu coba lagi.
officer-group-elderly = Lanjut usia
officer-group-pregnant = Ibu hamil
officer-group-disabled = Penyandang disabilitas
officer-group-none = Tidak ada
officer-role-citizen = Warga
officer-role-representative = Wakil
officer-role-officer = Petugas
officer-role-head = Atasan
officer-role-steward = Penata layanan
officer-role-approver = Pengesah
officer-role-coordinator = Koordinator pengaduan
officer-role-inspector = Inspektorat
officer-role-administrator = Administrator
officer-role-mayor = Wali kota
officer-role-coach = Pembina
officer-role-planner = Perencana
officer-role-partner = Mitra
officer-role-outreach = Hubungan masyarakat
officer-role-system = Sistem

## What happened
officer-fact-application-submitted = Permohonan masuk
officer-fact-application-completed = Berkas lengkap
officer-fact-application-returned = Dikembalikan untuk dilengkapi
officer-fact-application-supplemented = Warga melengkapi berkas
officer-fact-application-picked = Diambil menurut urutan
officer-fact-application-picked-out-of-turn = Diambil di luar urutan
officer-fact-application-step-started = Pemeriksaan dimulai
officer-fact-application-step-finished = Pemeriksaan selesai
officer-fact-application-assigned = Petugas diundi
officer-fact-assignment-overridden = Atasan mengganti petugas
officer-fact-application-approved = Disetujui
officer-fact-application-refused = Ditolak
officer-fact-application-issued = Produk terbit
officer-fact-application-collected = Produk diambil
officer-fact-mandate-used = Pemberi kuasa membenarkan
officer-fact-application-taken-over = Kuasa dicabut, pemohon melanjutkan sendiri
officer-fact-application-withdrawn = Ditarik oleh warga
officer-fact-fee-charged = Biaya ditagih
officer-fact-fee-paid = Biaya lunas
officer-fact-fee-waiver-asked = Keringanan biaya diajukan
officer-fact-fee-waived = Biaya dibebaskan
officer-fact-fee-waiver-refused = Keringanan biaya ditolak
officer-fact-fee-refunded = Biaya dikembalikan
officer-fact-partner-step-handed = Langkah diserahkan kepada mitra
officer-fact-partner-step-done = Mitra menyelesaikan langkah
officer-fact-partner-step-taken-back = Langkah ditarik dari mitra
officer-fact-partner-rated = Warga menilai mitra
officer-fact-application-deadline-missed = Waktu janji terlewat, atasan diberi tahu
officer-fact-application-deemed-granted = Waktu terlewat, dianggap dikabulkan menurut hukum

## The decision
officer-decision = Keputusan
officer-complete = Nyatakan lengkap
officer-pick = Ambil berkas ini
officer-start = Mulai: { $step }
officer-finish = Selesai: { $step }
officer-trial = Langkah kerja layanan ini diubah oleh uji coba.
officer-approve = Setujui
officer-refuse = Tolak
officer-return = Minta lengkapi
officer-issue = Terbitkan
officer-collect = Sudah diambil warga
officer-early-title = Ambil di luar urutan
officer-early-note = Anda akan melewati { $count } berkas yang lebih dulu lengkap. Alasan Anda tercatat untuk umum.
officer-early-reason = Alasan
officer-early-submit = Ambil dengan alasan
officer-out-of-turn-elderly_at_counter = Orang lanjut usia menunggu di loket
officer-out-of-turn-system_outage = Sistem sempat terganggu
officer-out-of-turn-court_date = Ada tanggal sidang
officer-out-of-turn-medical = Keadaan medis
officer-return-title = Minta warga melengkapi
officer-return-reason = Alasan
officer-return-reason-document_missing = Dokumen belum ada
officer-return-reason-document_unreadable = Dokumen tidak terbaca
officer-return-documents = Dokumen yang diminta
officer-return-letter = Surat untuk warga
officer-return-submit = Kirim dan hentikan waktu janji
officer-refuse-title = Tolak permohonan
officer-refuse-ground = Dasar penolakan
officer-ground-not_resident = Pemohon bukan penduduk kota ini
officer-ground-document_invalid = Dokumen tidak sah
officer-ground-data_mismatch = Data tidak cocok dengan catatan resmi
officer-refuse-letter = Surat untuk warga
officer-refuse-submit = Tolak permohonan ini
officer-letter-return = Terima kasih. Permohonan { $service } Anda sudah kami periksa. Mohon lengkapi dokumen yang kami tandai. Kirim dari ponsel atau bawa ke loket, tanpa biaya. Waktu janji berhenti sementara dan berjalan lagi begitu dokumen Anda kami terima.
officer-letter-refuse = Terima kasih. Permohonan { $service } Anda sudah kami periksa. Maaf, permohonan ini belum bisa kami kabulkan. Dasarnya tertulis di atas. Bila data berubah, Anda boleh mengajukan lagi. Anda juga boleh mengajukan keberatan kepada kepala kantor ini.
officer-letter-empty = Surat untuk warga masih kosong. Tulis satu atau dua kalimat.
officer-letter-long = Surat ini terlalu panjang. Paling banyak { $most } huruf.
officer-issue-title = Terbitkan produk
officer-issue-file = Berkas produk, bila ada
officer-issue-hint = Foto atau PDF. Kosongkan bila produknya kertas atau kartu.

## The counter
officer-counter-title = Loket
officer-counter-new = Permohonan baru
officer-counter-search = Mau mengurus apa?
officer-counter-find = Cari layanan
officer-counter-services = Layanan
officer-counter-nothing = Tidak ada layanan yang cocok. Coba kata lain.
officer-counter-number = Nomor permohonan
officer-counter-number-hint = Delapan huruf atau angka, contoh: K7M4-2Q9P
officer-counter-open = Buka
officer-counter-choose = Pilih
officer-counter-person = Pemohon
officer-counter-known = Apakah pemohon keluarga atau kenalan Anda?
officer-counter-known-hint = Keluarga dan kenalan dilayani oleh rekan Anda.
officer-counter-known-empty = Jawab dulu apakah pemohon keluarga atau kenalan Anda.
officer-counter-mistake = { $field }: { $mistake }
officer-counter-when = Hanya { $when }.
officer-counter-conflict = Serahkan kepada rekan di loket lain. Anda tidak boleh melayani keluarga atau kenalan sendiri.
officer-counter-group = Kelompok yang didahulukan
officer-counter-group-hint = Hanya bila Anda melihatnya sendiri. Lanjut usia juga dikenali dari NIK.
officer-counter-seen = Aslinya sudah saya lihat
officer-counter-later = Dibawa menyusul
officer-counter-none = Tidak diperlukan
officer-counter-upload = Unggah foto atau PDF
officer-counter-photo = Foto atau PDF
officer-counter-help = Dicatat sebagai bantuan petugas. Tanpa biaya.
officer-counter-submit = Terima permohonan
officer-supplement = Serahkan dokumen susulan
officer-bearer-who = Siapa yang membawanya?
officer-bearer-who-hint = Yang dicatat hanya siapa yang datang. Membawa dokumen tidak perlu surat kuasa.
officer-bearer-self = Pemohon sendiri
officer-bearer-representative = Yang mengajukan untuk pemohon
officer-bearer-other = Orang lain
officer-bearer-nobody = Tidak ada, misalnya datang lewat pos
officer-bearer-other-hint = Isi nama dan NIK hanya jika yang datang orang lain.
officer-bearer-name = Nama orang lain itu
officer-bearer-nik = NIK orang lain itu
officer-bearer-missing = Pilih siapa yang membawa dokumennya.
officer-bearer-name-missing = Tulis nama orang yang membawa dokumen, paling panjang 100 huruf.
officer-bearer = Dokumen susulan dibawa
officer-supplement-submit = Terima dokumen
officer-supplement-state = Permohonan ini tidak menunggu dokumen. Buka berkasnya untuk melihat keadaannya.

## The receipt
officer-receipt-title = Tanda terima permohonan
officer-receipt-number = Nomor permohonan
officer-receipt-secret = Kode rahasia
officer-receipt-due = Selesai paling lambat
officer-receipt-check = Diperiksa paling lambat
officer-receipt-missing = Dokumen yang menyusul
officer-receipt-how = Cara melacak
officer-receipt-track = Buka { $address } atau pindai gambar di atas.
officer-receipt-keep = Kode rahasia membuka isi berkas Anda. Jangan berikan kepada orang lain.
officer-receipt-next = Warga berikutnya
officer-receipt-print = Cetak halaman ini sekarang. Kode rahasia tidak tersimpan di mana pun.

## Mail to the superior
officer-mail-subject = Berkas { $number } lewat tenggat
officer-mail-body =
    Berkas { $number } ({ $service }) belum selesai.
    Janji kami: { $due }. Sekarang { $late }.

    Anda menerima pesan ini sebagai atasan unit atau pengawas. Data warga tidak ditulis di sini.
    Lihat daftarnya: { $link }

## The API
officer-api-body = Isi kiriman bukan JSON yang diharapkan. Periksa dengan dokumen API, lalu kirim lagi.
officer-api-query = Parameter alamat tidak dikenal. Periksa dengan dokumen API, lalu kirim lagi.
officer-api-field = { $field }: { $mistake }
officer-api-not-asked = Layanan ini tidak menanyakannya. Hapus isian ini.
officer-api-document = Dokumen ini wajib. Tulis kodenya di documents_later, lalu bawa ke loket.
officer-api-unit = Tulis kode unit yang Anda maksud.
officer-api-secret-wrong = Kode rahasia ini bukan milik permohonan tersebut. Salin lagi dari tanda terima.
