# Oversight: all clocks, duties of heads.

oversee-text-empty = Isi bagian ini.
oversee-text-long = Tulis paling banyak { $most } huruf.
oversee-owner-inspectorate = Inspektorat
oversee-owner-mayor = Wali kota
oversee-owner-coordinator = Koordinator pengaduan
oversee-owner-approver = Pengesah
oversee-owner-outreach = Hubungan masyarakat
oversee-clocks-title = Semua tenggat
oversee-clocks-finding = { $open } tenggat berjalan, { $missed } di antaranya terlewat.
oversee-clocks-list = Daftar tenggat
oversee-clocks-none = Tidak ada tenggat.
oversee-when = Waktu
oversee-when-any = Semua
oversee-when-overdue = Terlewat
oversee-when-today = Hari ini
oversee-when-week = Minggu ini
oversee-by-unit = Menurut unit
oversee-by-rule = Menurut jenis
oversee-open-missed = { $open } berjalan, { $missed } terlewat
oversee-show-all = Tampilkan semua
oversee-col-unit = Unit
oversee-col-open = Berjalan
oversee-col-missed = Terlewat
oversee-col-rule = Jenis
oversee-col-started = Mulai
oversee-col-due = Jatuh tempo
oversee-col-answers = Penanggung jawab
oversee-paused = Berhenti sementara
oversee-answers-head = Kepala unit
oversee-answers-inspectorate = Inspektorat
oversee-answers-coordinator = Koordinator pengaduan
oversee-answers-approver = Pengesah
oversee-answers-mayor = Ruang wali kota
oversee-level-1 = kepala unit
oversee-level-2 = Inspektorat
oversee-level-3 = ruang wali kota
oversee-rule-improve-decision = Keputusan atas usulan
oversee-rule-improve-review = Peninjauan keputusan
oversee-rule-promise = Janji layanan { $service }
oversee-rule-serve-completeness_check = Pemeriksaan kelengkapan berkas
oversee-rule-serve-supplement_wait = Waktu pemohon melengkapi
oversee-rule-serve-deemed_approval = Putusan permohonan
oversee-rule-serve-partner_step = Langkah yang diserahkan kepada mitra
oversee-rule-superior_duty = Kewajiban atasan memanggil dan memeriksa
oversee-rule-improve-commitment = Batas janji rapat
oversee-rule-round = Pengawasan keliling
oversee-rule-mandate-confirmation = Jawaban pemberi kuasa
oversee-rule-signal-answer = Keputusan atas sinyal
oversee-rule-improve-trial_decision = Putusan atas hasil uji coba
oversee-rule-outreach-evaluation = Penilaian kampanye
oversee-rule-outreach-visit_report = Catatan kunjungan
oversee-rule-case = Pemeriksaan perkara
oversee-rule-appeal = Waktu keberatan
oversee-rule-appeal_decision = Putusan keberatan
oversee-mail-subject = Tenggat terlewat: { $rule }
oversee-mail-body =
    { $rule } di { $unit } terlewat sejak { $due }.

    Hal ini sekarang sampai ke { $level }. Lihat daftarnya: { $link }
oversee-duties-title = Kewajiban atasan
oversee-duties-lead = Atasan wajib memanggil dan memeriksa setelah ada informasi dugaan pelanggaran. Dasarnya PP 94/2021.
oversee-duties-none = Tidak ada kewajiban untuk Anda.
oversee-duties-sanctions = Sanksi ringan yang menunggu
oversee-duties-missed = Kewajiban yang terlewat
oversee-duties-missed-text = Jumlah ini juga tercatat di log publik, tanpa nama.
oversee-duties-missed-none = Belum ada yang terlewat.
oversee-duty-owed = Menunggu panggilan pertama
oversee-duty-missed = Terlewat, masih wajib
oversee-duty-done = Panggilan terkirim
oversee-duty-done-late = Panggilan terkirim, terlambat
oversee-duty-done-before = Panggilan ini sudah dicatat.
oversee-duty-letter = Nomor dan tanggal surat panggilan
oversee-duty-letter-hint = Inspektorat memberi tahu Anda siapa yang dipanggil.
oversee-duty-go = Catat panggilan pertama
oversee-duty-mail-subject = Anda wajib memanggil dan memeriksa
oversee-duty-mail-body =
    Ada informasi dugaan pelanggaran di unit Anda.

    Kirim panggilan pertama paling lambat { $due }. Catat di sini: { $link }
