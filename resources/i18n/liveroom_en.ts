<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="id">
<context>
    <name>ActSheet</name>
    <message>
        <source>Isi dulu: {what}.</source>
        <translation>Fill in first: {what}.</translation>
    </message>
    <message>
        <source>Ketik nomor atau kata</source>
        <translation>Type a number or a word</translation>
    </message>
    <message>
        <source>Pakai teks siap pakai …</source>
        <translation>Use a prepared text …</translation>
    </message>
    <message>
        <source>Pilih …</source>
        <translation>Choose …</translation>
    </message>
    <message>
        <source>Teks siap pakai</source>
        <translation>Prepared text</translation>
    </message>
    <message>
        <source>{what} (boleh kosong)</source>
        <translation>{what} (optional)</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Tutup pemberitahuan</source>
        <translation>Close notice</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>Belum ada yang selesai hari ini</source>
        <translation>Nothing finished today yet</translation>
    </message>
    <message>
        <source>Dikembalikan</source>
        <translation>Sent back</translation>
    </message>
    <message>
        <source>Dikerjakan</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>Hapus saringan untuk melihat semuanya.</source>
        <translation>Clear the filters to see everything.</translation>
    </message>
    <message>
        <source>Lajur</source>
        <translation>Lanes</translation>
    </message>
    <message>
        <source>Lajur atau tabel padat (T)</source>
        <translation>Lanes or dense table (T)</translation>
    </message>
    <message>
        <source>Laporan baru muncul di sini</source>
        <translation>New reports appear here</translation>
    </message>
    <message>
        <source>Menunggu validasi</source>
        <translation>Awaiting validation</translation>
    </message>
    <message>
        <source>OPD belum menerima</source>
        <translation>Agency to accept</translation>
    </message>
    <message>
        <source>Ruang</source>
        <translation>Room</translation>
    </message>
    <message>
        <source>Selesai hari ini</source>
        <translation>Done today</translation>
    </message>
    <message>
        <source>Semua OPD sudah menerima</source>
        <translation>Every agency has accepted</translation>
    </message>
    <message>
        <source>Tabel</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Tidak ada pekerjaan berjalan</source>
        <translation>No work under way</translation>
    </message>
    <message>
        <source>Tidak ada yang cocok</source>
        <translation>Nothing matches</translation>
    </message>
    <message>
        <source>Tidak ada yang menunggu</source>
        <translation>Nothing is waiting</translation>
    </message>
    <message>
        <source>Tidak ada yang menunggu pelapor</source>
        <translation>Nothing is waiting for a reporter</translation>
    </message>
    <message>
        <source>Tidak ada yang perlu dilihat</source>
        <translation>Nothing to look at</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Baru masuk</source>
        <translation>Just arrived</translation>
    </message>
    <message>
        <source>Belum terkirim ke server</source>
        <translation>Not sent to the server yet</translation>
    </message>
    <message>
        <source>Darurat</source>
        <translation>Emergency</translation>
    </message>
    <message>
        <source>Dibuka lagi</source>
        <translation>Reopened</translation>
    </message>
    <message>
        <source>Mendesak</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>Perlu tindakan di Kotak keluar</source>
        <translation>Needs action in the outbox</translation>
    </message>
    <message>
        <source>Rahasia</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>Sedang dibuka {who}</source>
        <translation>Open at {who}</translation>
    </message>
    <message>
        <source>Tanpa lokasi</source>
        <translation>No location</translation>
    </message>
    <message>
        <source>baru</source>
        <translation>new</translation>
    </message>
    <message>
        <source>belum terkirim</source>
        <translation>not sent</translation>
    </message>
    <message>
        <source>darurat</source>
        <translation>emergency</translation>
    </message>
    <message>
        <source>perlu tindakan</source>
        <translation>needs action</translation>
    </message>
    <message>
        <source>{n} foto</source>
        <translation>Photos: {n}</translation>
    </message>
    <message>
        <source>{n} laporan</source>
        <translation>{n} reports</translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>Belum ada kasus yang dibuka</source>
        <translation>No case is open</translation>
    </message>
    <message>
        <source>Dibuka lagi</source>
        <translation>Reopened</translation>
    </message>
    <message>
        <source>Dikembalikan OPD</source>
        <translation>Bounced by agency</translation>
    </message>
    <message>
        <source>Giliran</source>
        <translation>Next act</translation>
    </message>
    <message>
        <source>Jenis</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>Kasus ini digabung ke kasus lain.</source>
        <translation>This case is merged into another one.</translation>
    </message>
    <message>
        <source>Kasus ini digabung ke {case}</source>
        <translation>This case is merged into {case}</translation>
    </message>
    <message>
        <source>Kasus ini tidak ada di meja ini</source>
        <translation>This case is not on this desk</translation>
    </message>
    <message>
        <source>Kata-kata pelapor</source>
        <translation>The reporter’s words</translation>
    </message>
    <message>
        <source>Laporan</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>Laporan warga</source>
        <translation>Citizen’s report</translation>
    </message>
    <message>
        <source>Lokasi</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>Membuka kasus …</source>
        <translation>Opening the case …</translation>
    </message>
    <message>
        <source>Mungkin sudah dirahasiakan, atau belum pernah diunduh.</source>
        <translation>It may have been made secret, or was never downloaded.</translation>
    </message>
    <message>
        <source>Nomor menyusul</source>
        <translation>Number to follow</translation>
    </message>
    <message>
        <source>Pelapor</source>
        <translation>Reporter</translation>
    </message>
    <message>
        <source>Pilih kasus di papan lalu tekan Enter.</source>
        <translation>Choose a case on the board and press Enter.</translation>
    </message>
    <message>
        <source>Prioritas</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Rencana</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Riwayat</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Tenggat menyusul</source>
        <translation>Deadline follows</translation>
    </message>
    <message>
        <source>Tepat waktu</source>
        <translation>On time</translation>
    </message>
    <message>
        <source>Tidak ada tenggat berjalan</source>
        <translation>No deadline running</translation>
    </message>
    <message>
        <source>Yang bisa dilakukan sekarang</source>
        <translation>What can be done now</translation>
    </message>
    <message>
        <source>belum berkategori</source>
        <translation>no category yet</translation>
    </message>
    <message>
        <source>berhenti sementara</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>tenggat {due}</source>
        <translation>due {due}</translation>
    </message>
    <message>
        <source>terlambat, tenggat {due}</source>
        <translation>late, due {due}</translation>
    </message>
    <message>
        <source>{n} perintah tersimpan di meja ini, belum terkirim ke server.</source>
        <translation>Stored on this desk, not sent to the server yet: {n}.</translation>
    </message>
</context>
<context>
    <name>CaseTable</name>
    <message>
        <source>Daftar kasus</source>
        <translation>List of cases</translation>
    </message>
</context>
<context>
    <name>Colour</name>
    <message>
        <source>Abu-abu</source>
        <translation>Grey</translation>
    </message>
    <message>
        <source>Hijau</source>
        <translation>Green</translation>
    </message>
    <message>
        <source>Kuning</source>
        <translation>Yellow</translation>
    </message>
    <message>
        <source>Merah</source>
        <translation>Red</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Dibuka oleh</source>
        <translation>Open at</translation>
    </message>
    <message>
        <source>Foto</source>
        <translation>Photos</translation>
    </message>
    <message>
        <source>Kanal</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>Kategori</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>Kelurahan</source>
        <translation>Kelurahan</translation>
    </message>
    <message>
        <source>Kolom</source>
        <translation>Columns</translation>
    </message>
    <message>
        <source>Laporan</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>Laporan ke-</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>Masuk</source>
        <translation>Arrived</translation>
    </message>
    <message>
        <source>Menunggu siapa</source>
        <translation>Waiting for</translation>
    </message>
    <message>
        <source>Nomor</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Sisa waktu</source>
        <translation>Time left</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Tenggat</source>
        <translation>Deadline</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message>
        <source>00.{minutes:02}.{seconds:02}</source>
        <translation>00:{minutes:02}:{seconds:02}</translation>
    </message>
    <message>
        <source>lewat {time}, {rule}</source>
        <translation>{time} overdue, {rule}</translation>
    </message>
    <message>
        <source>tanpa tenggat</source>
        <translation>no deadline</translation>
    </message>
    <message>
        <source>tersisa · {rule}</source>
        <translation>left · {rule}</translation>
    </message>
    <message>
        <source>{days} hari</source>
        <translation>{days} days</translation>
    </message>
    <message>
        <source>{days} hr {hours:02}.{minutes:02}</source>
        <translation>{days} d {hours:02}:{minutes:02}</translation>
    </message>
    <message>
        <source>{hours:02}.{minutes:02}</source>
        <translation>{hours:02}:{minutes:02}</translation>
    </message>
</context>
<context>
    <name>DeskFrame</name>
    <message>
        <source>Buka kasus</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>Cari</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Ditolak server: {why}</source>
        <translation>Refused by the server: {why}</translation>
    </message>
    <message>
        <source>Kasus</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>Kasus berikutnya</source>
        <translation>Next case</translation>
    </message>
    <message>
        <source>Kasus sebelumnya</source>
        <translation>Previous case</translation>
    </message>
    <message>
        <source>Ke kasus</source>
        <translation>To the case</translation>
    </message>
    <message>
        <source>Ke kotak keluar</source>
        <translation>To the outbox</translation>
    </message>
    <message>
        <source>Ke papan</source>
        <translation>To the board</translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Kotak keluar</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Lajur atau tabel</source>
        <translation>Lanes or table</translation>
    </message>
    <message>
        <source>Lajur di kanan</source>
        <translation>Lane to the right</translation>
    </message>
    <message>
        <source>Lajur di kiri</source>
        <translation>Lane to the left</translation>
    </message>
    <message>
        <source>Laporan baru</source>
        <translation>New report</translation>
    </message>
    <message>
        <source>Papan</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Semua tombol</source>
        <translation>All keys</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Cari</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Cari kasus</source>
        <translation>Search cases</translation>
    </message>
    <message>
        <source>Cari nomor, kata, jalan</source>
        <translation>Search number, word, street</translation>
    </message>
    <message>
        <source>Hapus saringan {field}: {word}</source>
        <translation>Remove filter {field}: {word}</translation>
    </message>
    <message>
        <source>Hapus semua</source>
        <translation>Clear all</translation>
    </message>
    <message>
        <source>Jenis</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>Kanal</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>Kategori</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>Lewat tenggat</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>Milik saya</source>
        <translation>Mine</translation>
    </message>
    <message>
        <source>OPD</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>Saring: {word}</source>
        <translation>Filter: {word}</translation>
    </message>
    <message>
        <source>Warna</source>
        <translation>Colour</translation>
    </message>
    <message>
        <source>Wilayah</source>
        <translation>Area</translation>
    </message>
</context>
<context>
    <name>ForwardSheet</name>
    <message>
        <source>24 jam</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>Jenis</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>Kategori</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>Ketik nama OPD atau tugasnya</source>
        <translation>Type an agency or its duties</translation>
    </message>
    <message>
        <source>Mengapa kasus ini tidak punya lokasi</source>
        <translation>Why this case has no location</translation>
    </message>
    <message>
        <source>OPD tujuan</source>
        <translation>Forward to agency (OPD)</translation>
    </message>
    <message>
        <source>Pesan</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Pesan untuk OPD</source>
        <translation>Message to the agency</translation>
    </message>
    <message>
        <source>Pilih kategori kasus ini dulu.</source>
        <translation>Choose the category of this case first.</translation>
    </message>
    <message>
        <source>Tanpa lokasi karena … (wajib diisi)</source>
        <translation>No location because … (required)</translation>
    </message>
    <message>
        <source>Teruskan</source>
        <translation>Forward</translation>
    </message>
    <message>
        <source>Teruskan {number}</source>
        <translation>Forward {number}</translation>
    </message>
    <message>
        <source>Tulis dulu mengapa kasus ini tidak punya lokasi.</source>
        <translation>First write why this case has no location.</translation>
    </message>
    <message>
        <source>jam kerja</source>
        <translation>office hours</translation>
    </message>
    <message>
        <source>kata “{word}” → {category}</source>
        <translation>word “{word}” → {category}</translation>
    </message>
    <message>
        <source>kategori {category}</source>
        <translation>category {category}</translation>
    </message>
    <message>
        <source>pendukung untuk {category}</source>
        <translation>supports {category}</translation>
    </message>
    <message>
        <source>{what} belum dipilih</source>
        <translation>{what} not chosen</translation>
    </message>
</context>
<context>
    <name>Hands</name>
    <message>
        <source> · data pribadi dalam teks disamarkan</source>
        <translation> · personal data in the text was masked</translation>
    </message>
    <message>
        <source>Batalkan</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Dibatalkan · {number}</source>
        <translation>Undone · {number}</translation>
    </message>
    <message>
        <source>Identitas pelapor belum tersimpan: server tidak terjangkau.</source>
        <translation>The reporter’s identity is not stored: the server cannot be reached.</translation>
    </message>
    <message>
        <source>Itu tindakan orang lain. Buka kasusnya dulu (Enter), lalu Z.</source>
        <translation>That was somebody else’s act. Open the case first (Enter), then Z.</translation>
    </message>
    <message>
        <source>Pilih kasus dulu.</source>
        <translation>Choose a case first.</translation>
    </message>
    <message>
        <source>kasus baru</source>
        <translation>new case</translation>
    </message>
    <message>
        <source>{what} · {number} · tersimpan</source>
        <translation>{what} · {number} · stored</translation>
    </message>
    <message>
        <source>{what} · {number} · tersimpan, belum terkirim</source>
        <translation>{what} · {number} · stored, not sent yet</translation>
    </message>
</context>
<context>
    <name>IdentitySheet</name>
    <message>
        <source>Alasan</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Alasan melihat identitas pelapor</source>
        <translation>Reason for looking at the reporter’s identity</translation>
    </message>
    <message>
        <source>Nama Anda, waktu dan alasannya dicatat.</source>
        <translation>Your name, the time and the reason are recorded.</translation>
    </message>
    <message>
        <source>Tampilkan</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>Tampilkan pelapor</source>
        <translation>Show the reporter</translation>
    </message>
    <message>
        <source>Tulis dulu alasannya.</source>
        <translation>Write the reason first.</translation>
    </message>
</context>
<context>
    <name>IntakeSheet</name>
    <message>
        <source>Apa yang dilaporkan</source>
        <translation>What is reported</translation>
    </message>
    <message>
        <source>Dari telepon, kunjungan atau media sosial</source>
        <translation>By phone, visit or social media</translation>
    </message>
    <message>
        <source>Identitas pelapor hanya disimpan di server; saat luring tidak diisi.</source>
        <translation>The reporter’s identity is kept on the server only; leave it out while offline.</translation>
    </message>
    <message>
        <source>Jalan, nomor, patokan; kosong bila tidak ada</source>
        <translation>Street, number, landmark; empty if none</translation>
    </message>
    <message>
        <source>Jenis</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>Kanal</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>Kata-kata pelapor</source>
        <translation>The reporter’s words</translation>
    </message>
    <message>
        <source>Kategori</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>Kelurahan</source>
        <translation>Kelurahan</translation>
    </message>
    <message>
        <source>Kelurahan itu tidak ada di kota ini; pilih dari daftar.</source>
        <translation>That kelurahan is not in this city; choose from the list.</translation>
    </message>
    <message>
        <source>Laporan baru</source>
        <translation>New report</translation>
    </message>
    <message>
        <source>Lokasi</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>Nama pelapor</source>
        <translation>Reporter’s name</translation>
    </message>
    <message>
        <source>Pelapor minta namanya dirahasiakan</source>
        <translation>The reporter wants to stay anonymous</translation>
    </message>
    <message>
        <source>Simpan laporan</source>
        <translation>Store report</translation>
    </message>
    <message>
        <source>Telepon pelapor</source>
        <translation>Reporter’s phone</translation>
    </message>
    <message>
        <source>Tulis dulu apa yang dilaporkan.</source>
        <translation>First write what is reported.</translation>
    </message>
    <message>
        <source>terisi dari kata-kata pelapor</source>
        <translation>filled from the reporter’s words</translation>
    </message>
</context>
<context>
    <name>KeysHelp</name>
    <message>
        <source>Tombol</source>
        <translation>Keys</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>Memuat kasus …</source>
        <translation>Loading cases …</translation>
    </message>
    <message>
        <source>Tidak ada yang menunggu</source>
        <translation>Nothing is waiting</translation>
    </message>
    <message>
        <source>terlama {age}</source>
        <translation>oldest {age}</translation>
    </message>
    <message>
        <source>{n} baru</source>
        <translation>{n} new</translation>
    </message>
    <message>
        <source>{n} lewat</source>
        <translation>{n} overdue</translation>
    </message>
    <message>
        <source>{word}: {count} kasus, {breached} lewat tenggat</source>
        <translation>{word}: {count} cases, {breached} overdue</translation>
    </message>
</context>
<context>
    <name>Masked</name>
    <message>
        <source>disembunyikan</source>
        <translation>hidden</translation>
    </message>
    <message>
        <source>tampilkan</source>
        <translation>show</translation>
    </message>
    <message>
        <source>tutup</source>
        <translation>hide</translation>
    </message>
</context>
<context>
    <name>OptionList</name>
    <message>
        <source>Ketik untuk menyaring</source>
        <translation>Type to narrow down</translation>
    </message>
    <message>
        <source>Saring pilihan: {word}</source>
        <translation>Narrow down: {word}</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Biarkan</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>Buka kasus</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>Keputusan server dibiarkan; perintah ini disimpan di arsip.</source>
        <translation>The server’s decision stands; this command goes to the archive.</translation>
    </message>
    <message>
        <source>Kirim lagi</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>Kotak keluar</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Semua perintah sudah sampai di server</source>
        <translation>Every command has reached the server</translation>
    </message>
    <message>
        <source>Yang Anda kerjakan saat luring akan menunggu di sini, aman di cakram.</source>
        <translation>What you do while offline will wait here, safe on disk.</translation>
    </message>
    <message>
        <source>diterima server</source>
        <translation>taken by the server</translation>
    </message>
    <message>
        <source>perlu tindakan</source>
        <translation>needs action</translation>
    </message>
    <message>
        <source>sedang dikirim</source>
        <translation>being sent</translation>
    </message>
    <message>
        <source>tersimpan, belum terkirim</source>
        <translation>stored, not sent yet</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Cari</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Cari pilihan</source>
        <translation>Search the choices</translation>
    </message>
    <message>
        <source>Ketik untuk mencari</source>
        <translation>Type to search</translation>
    </message>
    <message>
        <source>Pilihan</source>
        <translation>Choices</translation>
    </message>
    <message>
        <source>Tidak ada yang cocok</source>
        <translation>Nothing matches</translation>
    </message>
    <message>
        <source>Ubah kata pencarian</source>
        <translation>Change the search words</translation>
    </message>
</context>
<context>
    <name>Pill</name>
    <message>
        <source>Menghubungkan …</source>
        <translation>Connecting …</translation>
    </message>
    <message>
        <source>Sambungan: {text}</source>
        <translation>Connection: {text}</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Alamat itu menjawab, tetapi bukan server LIVE Room. Periksa alamatnya.</source>
        <translation>That address answers, but it is not a LIVE Room server. Check the address.</translation>
    </message>
    <message>
        <source>Belum pernah ada yang masuk di meja ini; perlu server sekali.</source>
        <translation>Nobody has signed in on this desk yet; the first time needs the server.</translation>
    </message>
    <message>
        <source>English belum terpasang. Jalankan make setup, atau pasang ulang.</source>
        <translation>English is not installed. Run make setup, or install again.</translation>
    </message>
    <message>
        <source>Itu bukan alamat server. Contoh: https://liveroom.contoh.go.id</source>
        <translation>That is not the address of a server. Example: https://liveroom.example.go.id</translation>
    </message>
    <message>
        <source>Kata sandi tidak cocok dengan sesi terakhir di meja ini.</source>
        <translation>The password does not match the last session on this desk.</translation>
    </message>
    <message>
        <source>Kesalahan program, tercatat: {what}</source>
        <translation>Program error, logged: {what}</translation>
    </message>
    <message>
        <source>Mengunduh data kota …</source>
        <translation>Downloading the city’s data …</translation>
    </message>
    <message>
        <source>Nama pengguna atau kata sandi salah.</source>
        <translation>Wrong user name or password.</translation>
    </message>
    <message>
        <source>Sertifikat dipercaya; masuk lagi</source>
        <translation>Certificate trusted; sign in again</translation>
    </message>
    <message>
        <source>Sertifikat server dipercaya di meja ini</source>
        <translation>Server certificate is trusted on this desk</translation>
    </message>
    <message>
        <source>Sertifikat server diperiksa saat masuk</source>
        <translation>Server certificate is checked at sign-in</translation>
    </message>
    <message>
        <source>Sertifikat server tidak dikenal. Cocokkan sidik jarinya: {print}</source>
        <translation>The server’s certificate is not known. Compare its fingerprint: {print}</translation>
    </message>
    <message>
        <source>Server tidak terjangkau. Periksa alamat dan jaringan.</source>
        <translation>The server cannot be reached. Check address and network.</translation>
    </message>
    <message>
        <source>Terlalu sering dicoba. Tunggu beberapa menit.</source>
        <translation>Too many attempts. Wait a few minutes.</translation>
    </message>
    <message>
        <source>Tidak terenkripsi: hanya untuk mesin ini sendiri</source>
        <translation>Not encrypted: for this machine alone</translation>
    </message>
    <message>
        <source>Versi aplikasi ini sudah tidak dilayani server. Perbarui aplikasi.</source>
        <translation>The server no longer serves this version. Update the application.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Halaman</source>
        <translation>Pages</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Tutup (Esc)</source>
        <translation>Close (Esc)</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Bekerja luring dengan data terakhir</source>
        <translation>Work offline with the last data</translation>
    </message>
    <message>
        <source>Isi dulu: {what}.</source>
        <translation>Fill in first: {what}.</translation>
    </message>
    <message>
        <source>Kata sandi</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>LIVE Room</source>
        <translation>LIVE Room</translation>
    </message>
    <message>
        <source>Masuk</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Masuk …</source>
        <translation>Signing in …</translation>
    </message>
    <message>
        <source>Meja</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>Meja 3</source>
        <translation>Desk 3</translation>
    </message>
    <message>
        <source>Meja petugas jaga</source>
        <translation>Duty officer’s desk</translation>
    </message>
    <message>
        <source>Nama pengguna</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>Percayai sertifikat ini</source>
        <translation>Trust this certificate</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Arsip</source>
        <translation>Archived</translation>
    </message>
    <message>
        <source>Bukan wewenang</source>
        <translation>Not ours</translation>
    </message>
    <message>
        <source>Di lapangan</source>
        <translation>On site</translation>
    </message>
    <message>
        <source>Digabung</source>
        <translation>Merged</translation>
    </message>
    <message>
        <source>Dikembalikan</source>
        <translation>Sent back</translation>
    </message>
    <message>
        <source>Diterima OPD</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>Diteruskan</source>
        <translation>Forwarded</translation>
    </message>
    <message>
        <source>Masuk</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Menunggu validasi</source>
        <translation>Awaiting validation</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Selesai ditangani</source>
        <translation>Resolved</translation>
    </message>
    <message>
        <source>Terjadwal</source>
        <translation>Scheduled</translation>
    </message>
</context>
<context>
    <name>SumRow</name>
    <message>
        <source>{n} laporan di papan</source>
        <translation>{n} reports on the board</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Riwayat</source>
        <translation>History</translation>
    </message>
    <message>
        <source>belum terkirim</source>
        <translation>not sent</translation>
    </message>
    <message>
        <source>dibatalkan</source>
        <translation>undone</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Catat laporan dari telepon atau kunjungan (Ctrl+N)</source>
        <translation>Take down a report by phone or visit (Ctrl+N)</translation>
    </message>
    <message>
        <source>Jam server</source>
        <translation>Server clock</translation>
    </message>
    <message>
        <source>Keluar</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>Laporan baru</source>
        <translation>New report</translation>
    </message>
    <message>
        <source>Tema gelap</source>
        <translation>Dark theme</translation>
    </message>
    <message>
        <source>Tema terang</source>
        <translation>Light theme</translation>
    </message>
    <message>
        <source>Ukuran teks 100 %</source>
        <translation>Text size 100%</translation>
    </message>
    <message>
        <source>Ukuran teks 115 %</source>
        <translation>Text size 115%</translation>
    </message>
    <message>
        <source>Ukuran teks 130 %</source>
        <translation>Text size 130%</translation>
    </message>
    <message>
        <source>Ukuran teks 150 %</source>
        <translation>Text size 150%</translation>
    </message>
</context>
<context>
    <name>Verbs</name>
    <message>
        <source>Lainnya</source>
        <translation>More</translation>
    </message>
</context>
<context>
    <name>_Painter</name>
    <message>
        <source>belum terkirim</source>
        <translation>not sent</translation>
    </message>
    <message>
        <source>dibatalkan</source>
        <translation>undone</translation>
    </message>
</context>
<context>
    <name>_Stop</name>
    <message>
        <source>{n} menunggu</source>
        <translation>{n} waiting</translation>
    </message>
</context>
<context>
    <name>acts</name>
    <message>
        <source>Alasan</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Alihkan ke OPD lain</source>
        <translation>Reassign to another agency</translation>
    </message>
    <message>
        <source>Apa yang perlu dilengkapi pelapor</source>
        <translation>What the reporter should add</translation>
    </message>
    <message>
        <source>Arsipkan</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>Batalkan</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Buka lagi</source>
        <translation>Reopen</translation>
    </message>
    <message>
        <source>Bukan wewenang kota</source>
        <translation>Not the city’s task</translation>
    </message>
    <message>
        <source>Catat OPD menolak</source>
        <translation>Record agency bounce</translation>
    </message>
    <message>
        <source>Catat diterima OPD</source>
        <translation>Record acceptance</translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Catatan untuk rekan (tidak dilihat pelapor)</source>
        <translation>Note for colleagues (the reporter does not see it)</translation>
    </message>
    <message>
        <source>Gabung ke kasus lain</source>
        <translation>Merge into another case</translation>
    </message>
    <message>
        <source>Informasi baru dari pelapor</source>
        <translation>New information from the reporter</translation>
    </message>
    <message>
        <source>Instansi yang berwenang</source>
        <translation>Body in charge</translation>
    </message>
    <message>
        <source>Jadwalkan</source>
        <translation>Schedule</translation>
    </message>
    <message>
        <source>Jawab</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>Kasus induk</source>
        <translation>Master case</translation>
    </message>
    <message>
        <source>Keberatan pelapor</source>
        <translation>The reporter’s objection</translation>
    </message>
    <message>
        <source>Kepala regu yang menyetujui</source>
        <translation>Supervisor who agrees</translation>
    </message>
    <message>
        <source>Keterangan</source>
        <translation>Remark</translation>
    </message>
    <message>
        <source>Keterangan untuk pelapor</source>
        <translation>Remark to the reporter</translation>
    </message>
    <message>
        <source>Laporan baru</source>
        <translation>New report</translation>
    </message>
    <message>
        <source>Mengapa tanpa foto atau video</source>
        <translation>Why without photo or video</translation>
    </message>
    <message>
        <source>Menurut mereka milik</source>
        <translation>Belongs to, they say</translation>
    </message>
    <message>
        <source>Minta dilengkapi</source>
        <translation>Ask for more</translation>
    </message>
    <message>
        <source>Nama yang menerima di OPD</source>
        <translation>Who accepted at the agency</translation>
    </message>
    <message>
        <source>OPD</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>OPD baru</source>
        <translation>New agency</translation>
    </message>
    <message>
        <source>Pekerjaan selesai</source>
        <translation>Work finished</translation>
    </message>
    <message>
        <source>Pisahkan lagi</source>
        <translation>Unmerge</translation>
    </message>
    <message>
        <source>Rencana yang disampaikan ke pelapor</source>
        <translation>Plan as told to the reporter</translation>
    </message>
    <message>
        <source>Sahkan</source>
        <translation>Validate</translation>
    </message>
    <message>
        <source>Sudah dilengkapi</source>
        <translation>Information complete</translation>
    </message>
    <message>
        <source>Tanggal</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Teks untuk pelapor</source>
        <translation>Text to the reporter</translation>
    </message>
    <message>
        <source>Teruskan</source>
        <translation>Forward</translation>
    </message>
    <message>
        <source>Tim di lapangan</source>
        <translation>Team on site</translation>
    </message>
    <message>
        <source>Tolak hasil</source>
        <translation>Refuse the work</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close case</translation>
    </message>
</context>
<context>
    <name>links</name>
    <message>
        <source> · {n} perintah menunggu</source>
        <translation> · {n} waiting</translation>
    </message>
    <message>
        <source>%H.%M</source>
        <translation>%H:%M</translation>
    </message>
    <message>
        <source>%H.%M.%S</source>
        <translation>%H:%M:%S</translation>
    </message>
    <message>
        <source>Belum tersimpan. </source>
        <translation>Not stored. </translation>
    </message>
    <message>
        <source>Berkas dipakai program lain: {path}. Tutup, lalu ulangi.</source>
        <translation>File used by another program: {path}. Close that, then try again.</translation>
    </message>
    <message>
        <source>Berkas kotak keluar rusak; dipulihkan dari log.</source>
        <translation>Outbox file damaged; restored from its log.</translation>
    </message>
    <message>
        <source>Berkas rusak: {path}. Buka lagi aplikasi ini.</source>
        <translation>File damaged: {path}. Start this application again.</translation>
    </message>
    <message>
        <source>Cakram penuh: {path}. Kosongkan ruang, lalu ulangi.</source>
        <translation>Disk full: {path}. Free some space, then try again.</translation>
    </message>
    <message>
        <source>Data papan rusak; diunduh lagi dari server.</source>
        <translation>Board data damaged; downloading it from the server again.</translation>
    </message>
    <message>
        <source>Gagal menyimpan ke cakram: {path}</source>
        <translation>Could not write to disk: {path}</translation>
    </message>
    <message>
        <source>Gagal menyimpan ke {path}.</source>
        <translation>Could not write to {path}.</translation>
    </message>
    <message>
        <source>Jam belum diverifikasi</source>
        <translation>Clock not verified</translation>
    </message>
    <message>
        <source>Kotak keluar dipulihkan; tidak ada yang hilang.</source>
        <translation>Outbox restored; nothing is lost.</translation>
    </message>
    <message>
        <source>Log kotak keluar rusak sebagian; disimpan terpisah.</source>
        <translation>Outbox log partly damaged; put aside.</translation>
    </message>
    <message>
        <source>Luring sejak {since}</source>
        <translation>Offline since {since}</translation>
    </message>
    <message>
        <source>Masuk lagi</source>
        <translation>Sign in again</translation>
    </message>
    <message>
        <source>Menghubungkan …</source>
        <translation>Connecting …</translation>
    </message>
    <message>
        <source>Mengunduh papan …</source>
        <translation>Downloading the board …</translation>
    </message>
    <message>
        <source>Pemberitahuan: {key}</source>
        <translation>Notice: {key}</translation>
    </message>
    <message>
        <source>Perbarui aplikasi</source>
        <translation>Update the application</translation>
    </message>
    <message>
        <source>Perintah terakhir belum sempat tersimpan utuh.</source>
        <translation>The last command was not stored whole.</translation>
    </message>
    <message>
        <source>Riwayat server berubah; papan diunduh ulang.</source>
        <translation>The server’s history changed; downloading the board again.</translation>
    </message>
    <message>
        <source>Satu perintah tidak terbaca; lihat kotak keluar.</source>
        <translation>One command cannot be read; see the outbox.</translation>
    </message>
    <message>
        <source>Server dipulihkan dari cadangan; perintah Anda dikirim ulang.</source>
        <translation>The server was restored from a backup; your commands are sent again.</translation>
    </message>
    <message>
        <source>Server tertinggal dari meja ini; lapor pengelola.</source>
        <translation>The server is behind this desk; tell its administrator.</translation>
    </message>
    <message>
        <source>Server tidak terjangkau; identitas pelapor hanya ada di server.</source>
        <translation>The server cannot be reached; only it knows who reported.</translation>
    </message>
    <message>
        <source>Terhubung · {n} dtk lalu</source>
        <translation>Connected · {n} s ago</translation>
    </message>
    <message>
        <source>Tidak boleh menulis ke {path}. Periksa izinnya.</source>
        <translation>Not allowed to write to {path}. Check its permissions.</translation>
    </message>
    <message>
        <source>tanpa identitas</source>
        <translation>no identity given</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>%H.%M</source>
        <translation>%H:%M</translation>
    </message>
    <message>
        <source>%d/%m %H.%M</source>
        <translation>%d/%m %H:%M</translation>
    </message>
    <message>
        <source>(nomor menyusul)</source>
        <translation>(number to follow)</translation>
    </message>
    <message>
        <source>; menurutnya milik {to}</source>
        <translation>; says it belongs to {to}</translation>
    </message>
    <message>
        <source>Alarm diketahui</source>
        <translation>Alarm acknowledged</translation>
    </message>
    <message>
        <source>Alarm ditunda sampai {until}</source>
        <translation>Alarm shelved until {until}</translation>
    </message>
    <message>
        <source>Alasan “{value}” tidak ada di daftar.</source>
        <translation>Reason “{value}” is not on the list.</translation>
    </message>
    <message>
        <source>Anda sendiri yang menyelesaikan pekerjaan ini; petugas lain yang memvalidasi.</source>
        <translation>You finished this work yourself; another officer validates it.</translation>
    </message>
    <message>
        <source>Beberapa OPD menangani kasus ini ({opds}). Pilih satu.</source>
        <translation>Several agencies handle this case ({opds}). Choose one.</translation>
    </message>
    <message>
        <source>Biasa</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Buka kasusnya dulu, lalu ulangi.</source>
        <translation>Open the case first, then try again.</translation>
    </message>
    <message>
        <source>Bukan wewenang kota</source>
        <translation>Not the city’s task</translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Dari sistem lama: {state}</source>
        <translation>From the old system: {state}</translation>
    </message>
    <message>
        <source>Darurat</source>
        <translation>Emergency</translation>
    </message>
    <message>
        <source>Data diperbaiki</source>
        <translation>Data corrected</translation>
    </message>
    <message>
        <source>Dialihkan ke {opd}</source>
        <translation>Reassigned to {opd}</translation>
    </message>
    <message>
        <source>Diarsipkan</source>
        <translation>Archived</translation>
    </message>
    <message>
        <source>Dibuka lagi</source>
        <translation>Reopened</translation>
    </message>
    <message>
        <source>Digabung ke kasus lain</source>
        <translation>Merged into another case</translation>
    </message>
    <message>
        <source>Dijadwalkan {on}</source>
        <translation>Scheduled for {on}</translation>
    </message>
    <message>
        <source>Dijawab ruang kendali</source>
        <translation>Answered by the room</translation>
    </message>
    <message>
        <source>Dikembalikan {opd}</source>
        <translation>Bounced by {opd}</translation>
    </message>
    <message>
        <source>Dipisahkan lagi</source>
        <translation>Unmerged</translation>
    </message>
    <message>
        <source>Diterima {opd} ({name})</source>
        <translation>Accepted by {opd} ({name})</translation>
    </message>
    <message>
        <source>Diteruskan ke {opd}</source>
        <translation>Forwarded to {opd}</translation>
    </message>
    <message>
        <source>Ditolak oleh aturan ({key}).</source>
        <translation>Refused by the rules ({key}).</translation>
    </message>
    <message>
        <source>Ditolak: {what}</source>
        <translation>Refused: {what}</translation>
    </message>
    <message>
        <source>Ditutup</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Divalidasi</source>
        <translation>Validated</translation>
    </message>
    <message>
        <source>Hanya kepala regu yang boleh melakukan ini saat kasus {state}.</source>
        <translation>Only a supervisor may do this while the case is in state {state}.</translation>
    </message>
    <message>
        <source>Hanya tindakan terakhir pada kasus yang bisa dibatalkan.</source>
        <translation>Only the last act on a case can be undone.</translation>
    </message>
    <message>
        <source>Hasil kerja ditolak</source>
        <translation>Work refused</translation>
    </message>
    <message>
        <source>Instansi lain</source>
        <translation>Another body</translation>
    </message>
    <message>
        <source>Isi dulu teksnya.</source>
        <translation>Fill in the text first.</translation>
    </message>
    <message>
        <source>Isi lokasi, atau tulis mengapa kasus {number} tidak punya lokasi.</source>
        <translation>Fill in the location, or write why case {number} has none.</translation>
    </message>
    <message>
        <source>Isiannya memuat tanda atau ukuran yang tidak bisa disimpan. Ketik ulang.</source>
        <translation>It holds a sign or a size that cannot be stored. Type it again.</translation>
    </message>
    <message>
        <source>Isinya sudah diubah orang lain. Lihat lagi dulu.</source>
        <translation>Somebody else has changed it. Look again first.</translation>
    </message>
    <message>
        <source>Jenis laporan “{value}” tidak ada di paket kota.</source>
        <translation>Class “{value}” is not in the city pack.</translation>
    </message>
    <message>
        <source>Kanal “{value}” tidak ada di paket kota.</source>
        <translation>Channel “{value}” is not in the city pack.</translation>
    </message>
    <message>
        <source>Kasus induk {number} sendiri sudah digabung; pisahkan induknya dulu.</source>
        <translation>Master case {number} is itself merged; unmerge it first.</translation>
    </message>
    <message>
        <source>Kasus ini belum ada di server. Tunggu tersambung, lalu coba lagi.</source>
        <translation>The server does not know this case yet. Wait for the connection, then try again.</translation>
    </message>
    <message>
        <source>Kasus ini bukan tugas OPD Anda ({yours}).</source>
        <translation>This case is not a task of your agency ({yours}).</translation>
    </message>
    <message>
        <source>Kasus ini sudah ada: {number}.</source>
        <translation>This case exists already: {number}.</translation>
    </message>
    <message>
        <source>Kasus rahasia hanya bisa digabung dengan kasus rahasia.</source>
        <translation>A secret case can only be merged with a secret case.</translation>
    </message>
    <message>
        <source>Kasus tidak bisa digabung dengan dirinya sendiri.</source>
        <translation>A case cannot be merged with itself.</translation>
    </message>
    <message>
        <source>Kasus tujuan {number} sudah {state}; pilih kasus yang masih terbuka.</source>
        <translation>Case {number} is in state {state}; choose one that is still open.</translation>
    </message>
    <message>
        <source>Kasus {number} sudah digabung.</source>
        <translation>Case {number} is merged already.</translation>
    </message>
    <message>
        <source>Kasus {number} sudah dikembalikan {bounces} kali; kepala regu yang meneruskan.</source>
        <translation>Case {number} has bounced {bounces} times; a supervisor forwards it.</translation>
    </message>
    <message>
        <source>Kasus {number} sudah diubah orang lain ({state}, {opd}, {at}). Lihat lagi dulu.</source>
        <translation>Somebody else has changed case {number} ({state}, {opd}, {at}). Look again first.</translation>
    </message>
    <message>
        <source>Kasus {number} sudah selesai.</source>
        <translation>Case {number} is closed already.</translation>
    </message>
    <message>
        <source>Kategori “{value}” tidak ada di paket kota.</source>
        <translation>Category “{value}” is not in the city pack.</translation>
    </message>
    <message>
        <source>Kolom “{value}” tidak bisa diubah.</source>
        <translation>Field “{value}” cannot be changed.</translation>
    </message>
    <message>
        <source>Koordinat di luar bumi: {lat}, {lng}.</source>
        <translation>Coordinates off the earth: {lat}, {lng}.</translation>
    </message>
    <message>
        <source>Koordinat tidak lengkap: {lat}, {lng}.</source>
        <translation>Coordinates incomplete: {lat}, {lng}.</translation>
    </message>
    <message>
        <source>Lampiran</source>
        <translation>Attachment</translation>
    </message>
    <message>
        <source>Laporan dilengkapi</source>
        <translation>Report completed</translation>
    </message>
    <message>
        <source>Laporan ini sudah ada di kasus lain.</source>
        <translation>This report is already in another case.</translation>
    </message>
    <message>
        <source>Laporan masuk</source>
        <translation>Report received</translation>
    </message>
    <message>
        <source>Lokasi belum diisi</source>
        <translation>Location not filled in</translation>
    </message>
    <message>
        <source>Mendesak</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>Nilai “{value}” tidak dikenal.</source>
        <translation>Unknown value “{value}”.</translation>
    </message>
    <message>
        <source>OPD yang sama dipilih dua kali: {value}.</source>
        <translation>The same agency is chosen twice: {value}.</translation>
    </message>
    <message>
        <source>OPD “{value}” tidak ada di paket kota.</source>
        <translation>Agency “{value}” is not in the city pack.</translation>
    </message>
    <message>
        <source>Pekerjaan selesai, menunggu validasi</source>
        <translation>Work finished, awaiting validation</translation>
    </message>
    <message>
        <source>Pelapor diminta melengkapi</source>
        <translation>Reporter asked for more</translation>
    </message>
    <message>
        <source>Pelapor · boleh keberatan</source>
        <translation>Reporter · may object</translation>
    </message>
    <message>
        <source>Pelapor · diminta melengkapi</source>
        <translation>Reporter · asked for more</translation>
    </message>
    <message>
        <source>Peran Anda tidak boleh melakukan ini.</source>
        <translation>Your role may not do this.</translation>
    </message>
    <message>
        <source>Perintah ini sudah {hours} jam menunggu. Kirim lagi bila masih berlaku.</source>
        <translation>This command has waited {hours} hours. Send it again if it still holds.</translation>
    </message>
    <message>
        <source>Perintah rusak: nomornya sudah dipakai. Ulangi.</source>
        <translation>Damaged command: its number was used before. Do it again.</translation>
    </message>
    <message>
        <source>Perintah sebelumnya pada kasus ini ditolak, jadi yang ini tidak dijalankan.</source>
        <translation>An earlier command on this case was refused, so this one was not carried out.</translation>
    </message>
    <message>
        <source>Perlu {needed} foto atau video sesudah pekerjaan; baru ada {given}.</source>
        <translation>Photos or videos taken after the work: {needed} needed, {given} given.</translation>
    </message>
    <message>
        <source>Pilih OPD tujuan.</source>
        <translation>Choose an agency to forward to.</translation>
    </message>
    <message>
        <source>Ruang · belum ditindak</source>
        <translation>Room · not acted yet</translation>
    </message>
    <message>
        <source>Ruang · validasi {opd}</source>
        <translation>Room · validate {opd}</translation>
    </message>
    <message>
        <source>Server itu melayani kota lain ({here}).</source>
        <translation>That server serves another city ({here}).</translation>
    </message>
    <message>
        <source>Sudah lewat {minutes} menit; kepala regu bisa membatalkannya.</source>
        <translation>More than {minutes} minutes ago; a supervisor can undo it.</translation>
    </message>
    <message>
        <source>Tanpa lokasi: {why}</source>
        <translation>No location: {why}</translation>
    </message>
    <message>
        <source>Teks memuat data pribadi ({kinds}). Hapus dulu dari teks.</source>
        <translation>The text holds personal data ({kinds}). Take it out first.</translation>
    </message>
    <message>
        <source>Teks terlalu panjang: {length} huruf, paling banyak {limit}. Ringkas dulu.</source>
        <translation>The text is too long: {length} letters, at most {limit}. Shorten it first.</translation>
    </message>
    <message>
        <source>Tidak bisa dilakukan selama kasus {state}.</source>
        <translation>Not possible while the case is in state {state}.</translation>
    </message>
    <message>
        <source>Tim di lapangan</source>
        <translation>Team on site</translation>
    </message>
    <message>
        <source>Tindakan itu bukan milik Anda; kepala regu bisa membatalkannya.</source>
        <translation>That act is not yours; a supervisor can undo it.</translation>
    </message>
    <message>
        <source>Tindakan terakhir dibatalkan</source>
        <translation>Last act undone</translation>
    </message>
    <message>
        <source>Waktunya sudah lewat: {on}.</source>
        <translation>That time has passed: {on}.</translation>
    </message>
    <message>
        <source>Wilayah “{value}” tidak ada di paket kota.</source>
        <translation>Area “{value}” is not in the city pack.</translation>
    </message>
    <message>
        <source>baru saja</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>{area} (perkiraan)</source>
        <translation>{area} (estimated)</translation>
    </message>
    <message>
        <source>{n} hari lalu</source>
        <translation>{n} d ago</translation>
    </message>
    <message>
        <source>{n} jam lalu</source>
        <translation>{n} h ago</translation>
    </message>
    <message>
        <source>{n} menit lalu</source>
        <translation>{n} min ago</translation>
    </message>
    <message>
        <source>{opd} · belum menerima</source>
        <translation>{opd} · not accepted</translation>
    </message>
    <message>
        <source>{opd} · di lapangan</source>
        <translation>{opd} · on site</translation>
    </message>
    <message>
        <source>{opd} · menangani</source>
        <translation>{opd} · handling</translation>
    </message>
    <message>
        <source>{opd} · terjadwal</source>
        <translation>{opd} · scheduled</translation>
    </message>
    <message>
        <source>{report_class} tidak dijawab ruang kendali; teruskan ke OPD.</source>
        <translation>{report_class} is not answered by the room; forward it to an agency.</translation>
    </message>
</context>
</TS>
