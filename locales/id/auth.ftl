### Akun, masuk dan peran.

## Masuk
auth-log-in-title = Masuk
auth-log-in-who = Halaman ini untuk petugas. Warga tidak perlu akun.
auth-log-in-submit = Masuk
auth-login = Nama masuk
auth-password = Kata sandi
auth-code = Kode dari ponsel
auth-code-hint = Enam angka yang tampil di aplikasi autentikator Anda.
auth-wrong = Nama masuk, kata sandi, atau kode tidak cocok. Periksa ketiganya, lalu coba lagi dengan kode baru.
auth-help = Tidak bisa masuk?
auth-help-text = Setiap kode hanya berlaku sekali. Tunggu kode berikutnya, lalu coba lagi. Bila ponsel hilang atau kata sandi terlupa, hubungi administrator kota.
auth-api-token = Permintaan ini memerlukan tajuk Authorization: Bearer. Ambil token di POST /api/v1/sesi.
auth-api-body = Isi permintaan tidak terbaca. Kirim JSON dengan login, password, dan code.

## Akun sendiri
auth-own-title = Akun saya
auth-own-saved = Perubahan tersimpan.
auth-name = Nama
auth-nip = NIP (nomor induk pegawai)
auth-mail = Surel
auth-roles = Peran
auth-roles-none = Belum ada peran
auth-roles-who = Peran diberikan dan dicabut oleh administrator lain. Setiap perubahan tercatat.
auth-language = Bahasa
auth-language-label = Bahasa halaman
auth-language-name = Bahasa Indonesia
auth-password-change = Ganti kata sandi
auth-password-change-hint = Setelah diganti, akun Anda keluar dari semua perangkat lain.
auth-password-current = Kata sandi sekarang
auth-password-new = Kata sandi baru
auth-password-again = Ulangi kata sandi baru
auth-password-hint = Paling sedikit 12 huruf atau angka. Beberapa kata yang tidak berhubungan mudah diingat.
auth-password-current-wrong = Kata sandi sekarang tidak cocok. Ketik lagi.
auth-password-differs = Kedua kata sandi baru berbeda. Ketik yang sama dua kali.
auth-password-short = Kata sandi terlalu pendek. Pakai paling sedikit { $least } huruf atau angka.
auth-password-long = Kata sandi terlalu panjang. Pakai paling banyak { $most } huruf atau angka.
auth-password-known = Kata sandi ini mudah ditebak orang. Pilih yang lain.

## Daftar pengguna
auth-list-title = Pengguna
auth-list-caption = Semua pengguna menurut nama masuk
auth-new-link = Pengguna baru
auth-state-disabled = Tidak aktif

## Satu pengguna
auth-created-on = Dibuat
auth-disabled-on = Dinonaktifkan
auth-grant-title = Beri peran
auth-grant = Beri peran
auth-revoke = Cabut
auth-role = Peran
auth-role-hint = Peran lain dapat ditambahkan kemudian.
auth-role-officer = Petugas
auth-role-head = Atasan langsung
auth-role-steward = Penata layanan
auth-role-approver = Pengesah
auth-role-coordinator = Koordinator pengaduan
auth-role-inspector = Inspektorat
auth-role-administrator = Administrator
auth-role-mayor = Wali kota
auth-role-coach = Pembina
auth-role-planner = Perencana
auth-role-partner = Mitra
auth-role-outreach = Hubungan masyarakat
auth-role-system = Sistem
auth-unit = Unit kerja
auth-unit-hint = Peran hanya berlaku untuk unit ini. Peran ini selalu untuk seluruh kota.
auth-whole-city = Seluruh kota
auth-disable-title = Nonaktifkan akun
auth-disable-text = Semua peran dicabut dan akun ini tidak bisa masuk lagi. Langkah ini tidak bisa dibatalkan.
auth-disable-sure = Saya yakin
auth-disable = Nonaktifkan
auth-disable-unsure = Centang "Saya yakin" dulu, lalu tekan Nonaktifkan.

## Pengguna baru
auth-new-title = Pengguna baru
auth-new-submit = Buat akun
auth-login-hint = Huruf kecil, angka, titik, atau tanda hubung. Contoh: siti.rahma
auth-nip-optional = NIP (boleh dikosongkan)
auth-mail-optional = Surel (boleh dikosongkan)
auth-mail-hint = Pengingat tenggat dikirim ke sini.
auth-created-title = Akun sudah dibuat
auth-created-once = Tulisan di bawah ini hanya tampil sekali. Serahkan langsung kepada pemilik akun, jangan lewat pesan.
auth-password-first = Kata sandi pertama
auth-secret = Kunci untuk aplikasi
auth-created-next = Langkah pemilik akun
auth-created-step-app = Pasang aplikasi autentikator di ponsel.
auth-created-step-scan = Pindai kode gambar di atas, atau ketik kuncinya.
auth-created-step-log-in = Masuk, lalu ganti kata sandi di halaman Akun saya.
auth-created-done = Selesai

## Yang perlu diperbaiki
auth-login-name = Nama masuk terdiri dari 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung. Ubah, lalu kirim lagi.
auth-login-taken = Nama masuk { $login } sudah dipakai. Pilih nama lain.
auth-name-empty = Nama belum diisi. Ketik nama lengkapnya.
auth-name-long = Nama terlalu panjang. Pakai paling banyak { $most } huruf.
auth-mail-wrong = Alamat surel tidak terbaca. Contoh yang benar: siti@contoh.go.id
auth-language-choose = Pilih bahasa halaman.
auth-role-choose = Pilih satu peran.
auth-role-unknown = Peran ini tidak dapat diberikan. Pilih peran lain.
auth-role-whole-city = Administrator selalu untuk seluruh kota. Kosongkan unit kerjanya.
auth-unit-unknown = Unit kerja { $unit } tidak ada di kota ini. Pilih unit lain.
auth-already-granted = Pengguna ini sudah punya peran itu. Muat ulang halamannya.
auth-not-granted = Pengguna ini tidak punya peran itu. Muat ulang halamannya.
auth-not-yourself = Anda tidak dapat memberi peran kepada diri sendiri. Minta administrator lain.
auth-last-administrator = Kota harus punya administrator. Beri peran itu kepada orang lain dulu.
auth-disabled = Akun ini sudah tidak aktif. Buat akun baru bila orangnya kembali.
