<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="id">
<context>
    <name>ActSheet</name>
    <message>
        <source>Berkas masih disimpan. Tunggu sebentar.</source>
        <translation>Files are still being stored. Wait a moment.</translation>
    </message>
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
    <name>AgenciesPage</name>
    <message>
        <source>9 dari 10</source>
        <translation>9 of 10</translation>
    </message>
    <message>
        <source>Dari</source>
        <translation>Of</translation>
    </message>
    <message>
        <source>Dari diteruskan sampai diterima, {days} hari terakhir</source>
        <translation>From forwarded to accepted, last {days} days</translation>
    </message>
    <message>
        <source>Menunggu</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>OPD</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>Penerimaan OPD</source>
        <translation>Agencies accepting</translation>
    </message>
    <message>
        <source>Separuh</source>
        <translation>Half in</translation>
    </message>
    <message>
        <source>Terlama</source>
        <translation>Longest</translation>
    </message>
    <message>
        <source>Tidak ada kasus yang diteruskan dalam {days} hari terakhir</source>
        <translation>No case was forwarded in the last {days} days</translation>
    </message>
    <message>
        <source>{days} hari terakhir</source>
        <translation>Last {days} days</translation>
    </message>
    <message>
        <source>{n} OPD lain</source>
        <translation>{n} more agencies</translation>
    </message>
    <message>
        <source>{opd}: {waiting} menunggu, belum ada yang diterima</source>
        <translation>{opd}: {waiting} waiting, none accepted yet</translation>
    </message>
    <message>
        <source>{opd}: {waiting} menunggu, separuh diterima dalam {half}</source>
        <translation>{opd}: {waiting} waiting, half accepted within {half}</translation>
    </message>
</context>
<context>
    <name>AlarmSheet</name>
    <message>
        <source>Alarm</source>
        <translation>Alarms</translation>
    </message>
    <message>
        <source>Buka kasus</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>Diketahui</source>
        <translation>Acknowledge</translation>
    </message>
    <message>
        <source>Ditunda</source>
        <translation>Put off</translation>
    </message>
    <message>
        <source>Nyalakan lagi</source>
        <translation>Turn on again</translation>
    </message>
    <message>
        <source>Sampai {time}: {why}</source>
        <translation>Until {time}: {why}</translation>
    </message>
    <message>
        <source>Sejak {time}</source>
        <translation>Since {time}</translation>
    </message>
    <message>
        <source>Tidak ada alarm. Yang baru muncul di sini.</source>
        <translation>No alarms. New ones appear here.</translation>
    </message>
    <message>
        <source>Tunda …</source>
        <translation>Shelve …</translation>
    </message>
    <message>
        <source>Yang perlu tindakan. Diketahui berarti: Anda yang mengurus.</source>
        <translation>What needs an act. To acknowledge means: you see to it.</translation>
    </message>
    <message>
        <source>tadi ditunda: {why}</source>
        <translation>was shelved: {why}</translation>
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
    <name>BasemapSheet</name>
    <message>
        <source>Alamat ubin di web</source>
        <translation>Tiles from an address on the web</translation>
    </message>
    <message>
        <source>Alas peta</source>
        <translation>Basemap</translation>
    </message>
    <message>
        <source>Berkas alas peta</source>
        <translation>Basemap file</translation>
    </message>
    <message>
        <source>Berkas di komputer ini</source>
        <translation>A file on this computer</translation>
    </message>
    <message>
        <source>Berkas peta</source>
        <translation>Map files</translation>
    </message>
    <message>
        <source>MBTiles atau PMTiles, bergambar atau vektor. Berkas dibaca di tempatnya.</source>
        <translation>MBTiles or PMTiles, pictures or vector tiles. The file is read where it lies.</translation>
    </message>
    <message>
        <source>Pakai</source>
        <translation>Use</translation>
    </message>
    <message>
        <source>Pilih berkas …</source>
        <translation>Choose a file …</translation>
    </message>
    <message>
        <source>Wilayah kota saja</source>
        <translation>The city&apos;s areas alone</translation>
    </message>
    <message>
        <source>Wilayah selalu ada di bawahnya dan tidak perlu jaringan.</source>
        <translation>The areas are always beneath it and need no network.</translation>
    </message>
</context>
<context>
    <name>Behind</name>
    <message>
        <source>Tutup daftar ini</source>
        <translation>Close this list</translation>
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
        <source>Lajur atau tabel padat</source>
        <translation>Lanes or dense table</translation>
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
    <name>BulkHands</name>
    <message>
        <source>Batalkan semua</source>
        <translation>Undo all</translation>
    </message>
    <message>
        <source>Belum ada tindakan massal yang bisa dibatalkan.</source>
        <translation>There is no act on many cases to undo yet.</translation>
    </message>
    <message>
        <source>Dibatalkan</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>Hanya untuk satu kasus. Esc melepas pilihan.</source>
        <translation>For one case only. Esc clears the selection.</translation>
    </message>
    <message>
        <source>Kategori, jenis dan lokasi tiap kasus tetap; yang kosong memakai ini.</source>
        <translation>Each case keeps its category, kind and place; empty ones take these.</translation>
    </message>
    <message>
        <source>Sudah begitu; tidak ada yang perlu dilakukan.</source>
        <translation>It is so already; there is nothing to do.</translation>
    </message>
    <message>
        <source>Tetap berlaku: {why}</source>
        <translation>Still stands: {why}</translation>
    </message>
    <message>
        <source>dibatalkan</source>
        <translation>undone</translation>
    </message>
    <message>
        <source>kasus baru</source>
        <translation>new case</translation>
    </message>
    <message>
        <source>tersimpan</source>
        <translation>stored</translation>
    </message>
    <message>
        <source>{what} · {n} kasus</source>
        <translation>{what} · {n} cases</translation>
    </message>
    <message>
        <source>{word}: {n} dari {all} kasus {what}</source>
        <translation>{word}: {n} of {all} cases {what}</translation>
    </message>
</context>
<context>
    <name>BulkSheet</name>
    <message>
        <source>Batalkan {n} kasus (Z)</source>
        <translation>Undo {n} cases (Z)</translation>
    </message>
    <message>
        <source>Tidak ada lagi yang bisa dilakukan</source>
        <translation>Nothing more can be done</translation>
    </message>
    <message>
        <source>{n} akan dilakukan, {no} tidak bisa</source>
        <translation>{n} will be done, {no} cannot be</translation>
    </message>
    <message>
        <source>{n} tersimpan, {no} tidak</source>
        <translation>{n} stored, {no} not</translation>
    </message>
    <message>
        <source>{what} pada {n} kasus</source>
        <translation>{what} for {n} cases</translation>
    </message>
    <message>
        <source>{what} · {n} kasus</source>
        <translation>{what} · {n} cases</translation>
    </message>
</context>
<context>
    <name>Calls</name>
    <message>
        <source>Menelepon {name}: {number} · nomor disalin</source>
        <translation>Calling {name}: {number} · number copied</translation>
    </message>
    <message>
        <source>Nomor telepon {name} belum diketahui.</source>
        <translation>The phone number of {name} is not known.</translation>
    </message>
    <message>
        <source>Tidak ada fasilitas terdekat untuk kasus ini.</source>
        <translation>There is no nearest facility for this case.</translation>
    </message>
    <message>
        <source>{name}: nomor {number} disalin; meja ini tidak punya program telepon</source>
        <translation>{name}: number {number} copied; this desk has no telephone program</translation>
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
        <source>Sudah pindah</source>
        <translation>Moved on</translation>
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
        <source>{n} dilipat</source>
        <translation>{n} folded</translation>
    </message>
    <message>
        <source>{n} foto</source>
        <translation>Photos: {n}</translation>
    </message>
    <message>
        <source>{n} laporan</source>
        <translation>{n} reports</translation>
    </message>
    <message>
        <source>{n} laporan, dilipat otomatis</source>
        <translation>{n} reports, folded automatically</translation>
    </message>
</context>
<context>
    <name>CaseHead</name>
    <message>
        <source>Disematkan</source>
        <translation>Pinned</translation>
    </message>
    <message>
        <source>Ikuti papan lagi</source>
        <translation>Follow the board again</translation>
    </message>
    <message>
        <source>Mengikuti papan</source>
        <translation>Following the board</translation>
    </message>
    <message>
        <source>Nomor menyusul</source>
        <translation>Number to follow</translation>
    </message>
    <message>
        <source>Tetap di kasus ini</source>
        <translation>Stay on this case</translation>
    </message>
    <message>
        <source>belum berkategori</source>
        <translation>no category yet</translation>
    </message>
    <message>
        <source>{who} juga di sini</source>
        <translation>{who} is here too</translation>
    </message>
    <message>
        <source>{who} menyiapkan tindakan</source>
        <translation>{who} is preparing an act</translation>
    </message>
</context>
<context>
    <name>CaseMap</name>
    <message>
        <source>Tempat</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Wilayah perkiraan</source>
        <translation>Approximate areas</translation>
    </message>
    <message>
        <source>lihat di peta</source>
        <translation>see on the map</translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>Belum ada kasus yang dibuka</source>
        <translation>No case is open</translation>
    </message>
    <message>
        <source>Di luar kota: {name}</source>
        <translation>Outside the city: {name}</translation>
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
        <source>Laporan</source>
        <translation>Reports</translation>
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
        <source>Pengiriman</source>
        <translation>Delivery</translation>
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
        <source>Sekitar</source>
        <translation>Nearby</translation>
    </message>
    <message>
        <source>Tenggat menyusul</source>
        <translation>Deadline follows</translation>
    </message>
    <message>
        <source>Tentang kasus ini</source>
        <translation>About this case</translation>
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
        <source>Wilayah</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>Yang bisa dilakukan sekarang</source>
        <translation>What can be done now</translation>
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
    <name>CasePhotos</name>
    <message>
        <source>Belum ada foto atau video</source>
        <translation>No photos or videos yet</translation>
    </message>
    <message>
        <source>Bukti</source>
        <translation>Proof</translation>
    </message>
    <message>
        <source>Foto dan video</source>
        <translation>Photos and videos</translation>
    </message>
    <message>
        <source>Foto dan video · {n}</source>
        <translation>Photos and videos · {n}</translation>
    </message>
    <message>
        <source>Foto {n}: {what}</source>
        <translation>Photo {n}: {what}</translation>
    </message>
    <message>
        <source>Lampiran</source>
        <translation>Attachment</translation>
    </message>
    <message>
        <source>Lampirkan</source>
        <translation>Attach</translation>
    </message>
    <message>
        <source>Lampirkan foto</source>
        <translation>Attach photo</translation>
    </message>
    <message>
        <source>Lampirkan foto atau video</source>
        <translation>Attach a photo or video</translation>
    </message>
    <message>
        <source>Laporan</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>P; atau seret berkas ke sini, atau Ctrl+V</source>
        <translation>P; or drop files here, or Ctrl+V</translation>
    </message>
    <message>
        <source>belum diunduh</source>
        <translation>not fetched yet</translation>
    </message>
    <message>
        <source>belum terunggah · {n} %</source>
        <translation>not uploaded · {n} %</translation>
    </message>
    <message>
        <source>tidak ada di server</source>
        <translation>not on the server</translation>
    </message>
    <message>
        <source>video</source>
        <translation>video</translation>
    </message>
</context>
<context>
    <name>CaseReports</name>
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
        <source>Pelapor</source>
        <translation>Reporter</translation>
    </message>
</context>
<context>
    <name>CaseSide</name>
    <message>
        <source>Kata-kata pelapor</source>
        <translation>The reporter’s words</translation>
    </message>
    <message>
        <source>Nomor menyusul</source>
        <translation>Number to follow</translation>
    </message>
    <message>
        <source>belum berkategori</source>
        <translation>no category yet</translation>
    </message>
</context>
<context>
    <name>CaseTable</name>
    <message>
        <source>Daftar kasus</source>
        <translation>List of cases</translation>
    </message>
    <message>
        <source>Urutkan menurut</source>
        <translation>Sort by</translation>
    </message>
    <message>
        <source>{column}, kembali</source>
        <translation>{column}, back</translation>
    </message>
    <message>
        <source>{column}, terbalik</source>
        <translation>{column}, the other way round</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Kalender</source>
        <translation>Calendar</translation>
    </message>
    <message>
        <source>Kalender laporan masuk</source>
        <translation>Calendar of reports received</translation>
    </message>
    <message>
        <source>Laporan per hari</source>
        <translation>Reports by day</translation>
    </message>
    <message>
        <source>Per hari</source>
        <translation>By day</translation>
    </message>
    <message>
        <source>Sebaran waktu</source>
        <translation>Distribution of times</translation>
    </message>
    <message>
        <source>Waktu yang ditampilkan</source>
        <translation>Times shown</translation>
    </message>
    <message>
        <source>masuk</source>
        <translation>received</translation>
    </message>
    <message>
        <source>masuk, pembanding (putus-putus)</source>
        <translation>received, compared (dashed)</translation>
    </message>
    <message>
        <source>selesai</source>
        <translation>done</translation>
    </message>
    <message>
        <source>terbuka di akhir hari</source>
        <translation>open at the day&apos;s end</translation>
    </message>
    <message>
        <source>{day}: {received} masuk, {finished} selesai, {open} terbuka</source>
        <translation>{day}: {received} received, {finished} done, {open} open</translation>
    </message>
    <message>
        <source>{n} laporan terbuka di akhir periode</source>
        <translation>{n} reports open at the end of the period</translation>
    </message>
    <message>
        <source>{n} · {share}</source>
        <translation>{n} · {share}</translation>
    </message>
    <message>
        <source>{received} masuk, {finished} selesai dalam {n} hari</source>
        <translation>{received} received, {finished} done in {n} days</translation>
    </message>
</context>
<context>
    <name>ClaimBox</name>
    <message>
        <source>Angka masuk lewat isian: {fields}</source>
        <translation>Numbers come in by fields: {fields}</translation>
    </message>
    <message>
        <source>Buka {n} kasusnya</source>
        <translation>Open its {n} cases</translation>
    </message>
    <message>
        <source>Jangan muat klaim ini</source>
        <translation>Leave this claim out</translation>
    </message>
    <message>
        <source>Kalimat klaim</source>
        <translation>Sentence of the claim</translation>
    </message>
    <message>
        <source>Rekomendasi untuk klaim ini</source>
        <translation>Recommendation for this claim</translation>
    </message>
    <message>
        <source>Tidak dimuat dalam naskah</source>
        <translation>Left out of the brief</translation>
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
    <name>CompareSheet</name>
    <message>
        <source>Bila satu masalah, gabungkan: {n} pelapor ({channels}) dijawab dari {stays}.</source>
        <translation>If it is one problem, merge: {n} reporter(s) ({channels}) are answered from {stays} then.</translation>
    </message>
    <message>
        <source>Gabungkan {goes} ke {stays}</source>
        <translation>Merge {goes} into {stays}</translation>
    </message>
    <message>
        <source>Kasus serupa berikutnya</source>
        <translation>Next similar case</translation>
    </message>
    <message>
        <source>Kata yang sama: {words}</source>
        <translation>Words in common: {words}</translation>
    </message>
    <message>
        <source>Masalah yang sama?</source>
        <translation>The same problem?</translation>
    </message>
    <message>
        <source>Tidak ada kata yang sama.</source>
        <translation>No words in common.</translation>
    </message>
    <message>
        <source>kasus baru</source>
        <translation>new case</translation>
    </message>
    <message>
        <source>kasus ini</source>
        <translation>this case</translation>
    </message>
    <message>
        <source>{number} dengan {other} · {n} dari {many} kasus serupa</source>
        <translation>{number} and {other} · {n} of {many} similar cases</translation>
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
        <source>Ditolak server: {why}</source>
        <translation>Refused by the server: {why}</translation>
    </message>
    <message>
        <source>Halaman kasus mengikuti papan hanya bila keduanya tampak.</source>
        <translation>The case page follows the board only while both are in view.</translation>
    </message>
    <message>
        <source>Hanya papan, peta dan kasus punya jendela sendiri.</source>
        <translation>Only the board, the map and the case page have a window of their own.</translation>
    </message>
    <message>
        <source>Kotak keluar</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Laporan kesehatan disalin</source>
        <translation>Health report copied</translation>
    </message>
    <message>
        <source>Lihat kesehatan</source>
        <translation>See health</translation>
    </message>
    <message>
        <source>Meja kerja</source>
        <translation>Desk</translation>
    </message>
</context>
<context>
    <name>FacilityCard</name>
    <message>
        <source>Kasus terdekat</source>
        <translation>Nearest cases</translation>
    </message>
    <message>
        <source>Sumber: {source}</source>
        <translation>Source: {source}</translation>
    </message>
    <message>
        <source>Telepon {name}</source>
        <translation>Call {name}</translation>
    </message>
    <message>
        <source>Tidak ada kasus di dekatnya</source>
        <translation>No case near it</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>FacilityHands</name>
    <message>
        <source>Fasilitas disembunyikan</source>
        <translation>Facilities hidden</translation>
    </message>
    <message>
        <source>Fasilitas ditampilkan</source>
        <translation>Facilities shown</translation>
    </message>
    <message>
        <source>Paket kota ini belum berisi fasilitas.</source>
        <translation>This city&apos;s pack holds no facilities yet.</translation>
    </message>
</context>
<context>
    <name>FacilitySheet</name>
    <message>
        <source>Ditampilkan di peta</source>
        <translation>Shown on the map</translation>
    </message>
    <message>
        <source>Fasilitas</source>
        <translation>Facilities</translation>
    </message>
    <message>
        <source>Ketik nama, jenis atau alamat</source>
        <translation>Type a name, kind or address</translation>
    </message>
    <message>
        <source>{n} di kota ini; Enter menunjukkannya di peta</source>
        <translation>{n} in this city; Enter shows one on the map</translation>
    </message>
</context>
<context>
    <name>FigureCases</name>
    <message>
        <source>Tidak ada kasus di balik angka ini.</source>
        <translation>There are no cases behind this figure.</translation>
    </message>
    <message>
        <source>{n} kasus; Enter membuka</source>
        <translation>{n} cases; Enter opens</translation>
    </message>
    <message>
        <source>{shown} dari {n} kasus, yang paling lama dulu; Enter membuka</source>
        <translation>{shown} of {n} cases, the oldest first; Enter opens</translation>
    </message>
</context>
<context>
    <name>FiguresPage</name>
    <message>
        <source>Angka dihitung …</source>
        <translation>Figures are being worked out …</translation>
    </message>
    <message>
        <source>Belum ada angka di meja ini</source>
        <translation>No figures on this desk yet</translation>
    </message>
    <message>
        <source>Belum ada angka untuk disimpan.</source>
        <translation>There are no figures to save yet.</translation>
    </message>
    <message>
        <source>Coba lagi</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Daftar kasus di balik angka butuh server.</source>
        <translation>The cases behind a figure need the server.</translation>
    </message>
    <message>
        <source>Kota</source>
        <translation>City</translation>
    </message>
    <message>
        <source>Luring · angka dari {at} ({age})</source>
        <translation>Offline · figures of {at} ({age})</translation>
    </message>
    <message>
        <source>Masuk lagi, lalu coba lagi.</source>
        <translation>Sign in again, then try again.</translation>
    </message>
    <message>
        <source>Masuk {day}</source>
        <translation>Received {day}</translation>
    </message>
    <message>
        <source>Masuk · {name}</source>
        <translation>Received · {name}</translation>
    </message>
    <message>
        <source>Menurut server</source>
        <translation>According to the server</translation>
    </message>
    <message>
        <source>Periode</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>Saringan</source>
        <translation>Filters</translation>
    </message>
    <message>
        <source>Server tidak memberi angka ini</source>
        <translation>The server does not give these figures</translation>
    </message>
    <message>
        <source>Server tidak terjangkau atau masih menghitung. Angka yang pernah dibuka tetap dapat dilihat tanpa server.</source>
        <translation>The server is out of reach or still working them out. Figures once opened can be seen without the server.</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Simpan angka</source>
        <translation>Save figures</translation>
    </message>
    <message>
        <source>Tersimpan: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
    <message>
        <source>angka-{city}-{days}</source>
        <translation>figures-{city}-{days}</translation>
    </message>
    <message>
        <source>per {at}</source>
        <translation>as of {at}</translation>
    </message>
</context>
<context>
    <name>FiguresPlace</name>
    <message>
        <source>Angka disiapkan …</source>
        <translation>Figures are being prepared …</translation>
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
    <name>FilterHands</name>
    <message>
        <source>Paling banyak {n}. Hapus satu dulu.</source>
        <translation>At most {n}. Delete one first.</translation>
    </message>
    <message>
        <source>Pilih saringan dulu: ketik di sini, lalu simpan atau bagikan.</source>
        <translation>Choose a filter first: type here, then save or share it.</translation>
    </message>
    <message>
        <source>Saringan ditarik dari ruangan</source>
        <translation>Filter withdrawn from the room</translation>
    </message>
    <message>
        <source>Saringan “{name}” dibagikan ke ruangan</source>
        <translation>Filter “{name}” shared with the room</translation>
    </message>
    <message>
        <source>Saringan “{name}” tersimpan · Alt+{n}</source>
        <translation>Filter “{name}” saved · Alt+{n}</translation>
    </message>
    <message>
        <source>Server ini belum menerima saringan bersama. Perbarui servernya.</source>
        <translation>This server does not take shared filters yet. Update the server.</translation>
    </message>
    <message>
        <source>Server tidak terjangkau, jadi ruangan belum melihatnya. Simpan untuk Anda sendiri ({key}), lalu bagikan bila tersambung.</source>
        <translation>The server is out of reach, so the room does not see it yet. Save it for yourself ({key}), then share it once connected.</translation>
    </message>
</context>
<context>
    <name>FloodHands</name>
    <message>
        <source>Buka lipatan</source>
        <translation>Unfold</translation>
    </message>
    <message>
        <source>Lihat yang dilipat</source>
        <translation>See what was folded</translation>
    </message>
    <message>
        <source>Pelipatan dihentikan; tercatat di buku jaga.</source>
        <translation>Folding has ended; it stands in the shift log.</translation>
    </message>
    <message>
        <source>Tidak ada laporan yang dilipat otomatis ke kasus ini.</source>
        <translation>No reports were folded into this case automatically.</translation>
    </message>
    <message>
        <source>lipatan dibuka</source>
        <translation>unfolded</translation>
    </message>
</context>
<context>
    <name>FloodPage</name>
    <message>
        <source>Banjir laporan</source>
        <translation>Flood of reports</translation>
    </message>
    <message>
        <source>Banjir laporan sejak {hour:02}.{minute:02}, {age}</source>
        <translation>Flood of reports since {hour:02}:{minute:02}, {age}</translation>
    </message>
    <message>
        <source>Digabung otomatis</source>
        <translation>Merged by themselves</translation>
    </message>
    <message>
        <source>Laporan tentang masalah yang sama digabung otomatis</source>
        <translation>Reports of one problem are merged by themselves</translation>
    </message>
    <message>
        <source>Penggabungan otomatis dimatikan kepala regu</source>
        <translation>A supervisor has ended automatic merging</translation>
    </message>
    <message>
        <source>Tidak digabung</source>
        <translation>Not merged</translation>
    </message>
    <message>
        <source>kasus</source>
        <translation>cases</translation>
    </message>
    <message>
        <source>laporan</source>
        <translation>reports</translation>
    </message>
    <message>
        <source>per petugas, 10 menit</source>
        <translation>per officer, 10 minutes</translation>
    </message>
    <message>
        <source>petugas jaga</source>
        <translation>on duty</translation>
    </message>
</context>
<context>
    <name>FoldedSheet</name>
    <message>
        <source>Buka kasus</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>Buka lipatan …</source>
        <translation>Unfold …</translation>
    </message>
    <message>
        <source>Hentikan pelipatan untuk banjir ini</source>
        <translation>Stop folding in this flood</translation>
    </message>
    <message>
        <source>Laporan yang dilipat</source>
        <translation>Folded reports</translation>
    </message>
    <message>
        <source>Tidak ada. Saat laporan datang terlalu cepat, yang sama muncul di sini.</source>
        <translation>None. When reports come too fast, those that are the same appear here.</translation>
    </message>
    <message>
        <source>dan {n} kasus lagi</source>
        <translation>and {n} cases more</translation>
    </message>
    <message>
        <source>{n} laporan dilipat otomatis ke {cases} kasus.</source>
        <translation>{n} reports were folded automatically into {cases} cases.</translation>
    </message>
    <message>
        <source>{n} laporan, dilipat otomatis</source>
        <translation>{n} reports, folded automatically</translation>
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
        <source>{what} belum dipilih</source>
        <translation>{what} not chosen</translation>
    </message>
</context>
<context>
    <name>HandoffSheet</name>
    <message>
        <source>Kirim atas nama saya</source>
        <translation>Send in my name</translation>
    </message>
    <message>
        <source>Kirim ulang {n} perintah</source>
        <translation>Send {n} commands again</translation>
    </message>
    <message>
        <source>Setiap perintah menjadi perintah baru atas nama Anda, pada kasus seperti kini; sebuah catatan menyebut pembuat aslinya.</source>
        <translation>Each becomes a new command in your name, on the case as it is now; a note says who made it first.</translation>
    </message>
    <message>
        <source>Tersimpan sebagai perintah baru</source>
        <translation>Stored as a new command</translation>
    </message>
</context>
<context>
    <name>HandoverLines</name>
    <message>
        <source>Alasan dan catatan</source>
        <translation>Reason and remark</translation>
    </message>
    <message>
        <source>Baris serah terima</source>
        <translation>Lines of the handover</translation>
    </message>
    <message>
        <source>Kasus</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>Kotak keluar belum kosong · {n}</source>
        <translation>Outbox not empty · {n}</translation>
    </message>
    <message>
        <source>Perihal</source>
        <translation>About</translation>
    </message>
    <message>
        <source>Rincian hanya bagi yang berhak</source>
        <translation>Details for those entitled only</translation>
    </message>
    <message>
        <source>kritis</source>
        <translation>critical</translation>
    </message>
    <message>
        <source>kritis, sudah dibuka</source>
        <translation>critical, opened</translation>
    </message>
    <message>
        <source>tidak kritis</source>
        <translation>not critical</translation>
    </message>
</context>
<context>
    <name>HandoverPage</name>
    <message>
        <source>Coba lagi</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Ditandatangani. Petugas masuk membuka setiap baris kritis.</source>
        <translation>Signed. The incoming officer now opens every critical line.</translation>
    </message>
    <message>
        <source>Giliran jaga sudah beralih</source>
        <translation>The shift has changed hands</translation>
    </message>
    <message>
        <source>Menurut keadaan sekarang; catatan Anda tetap</source>
        <translation>As things stand now; your remarks stay</translation>
    </message>
    <message>
        <source>Menyusun serah terima …</source>
        <translation>Drafting the handover …</translation>
    </message>
    <message>
        <source>Nama pengguna atau kata sandi salah. Tanpa server, hanya yang pernah masuk di meja ini yang dikenal.</source>
        <translation>User name or password is wrong. Without the server, only those who have signed in at this desk are known.</translation>
    </message>
    <message>
        <source>Server menjawab tidak semestinya. Ulangi sebentar lagi.</source>
        <translation>The server gave an unexpected answer. Try again shortly.</translation>
    </message>
    <message>
        <source>Sesi meja ini sudah berakhir. Masuk lagi, lalu ulangi.</source>
        <translation>This desk&apos;s session has ended. Sign in again, then repeat.</translation>
    </message>
    <message>
        <source>Susun ulang</source>
        <translation>Draft again</translation>
    </message>
    <message>
        <source>Terlalu sering salah. Tunggu {n} detik.</source>
        <translation>Wrong too often. Wait {n} seconds.</translation>
    </message>
    <message>
        <source>Tidak dapat disusun</source>
        <translation>Could not be drafted</translation>
    </message>
    <message>
        <source>baris</source>
        <translation>line</translation>
    </message>
    <message>
        <source>buka baris</source>
        <translation>open line</translation>
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
        <source>Berkas tidak bisa dibaca: {path}</source>
        <translation>The file cannot be read: {path}</translation>
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
        <source>Itu tindakan orang lain. Buka kasusnya dulu (Enter), lalu {key}.</source>
        <translation>That was somebody else’s act. Open the case first (Enter), then {key}.</translation>
    </message>
    <message>
        <source>Jawaban datang selagi meja terkunci. Minta lagi bila perlu.</source>
        <translation>The answer came while the desk was locked. Ask again if needed.</translation>
    </message>
    <message>
        <source>Kasus ini sudah pindah. {key} ke kasus berikutnya.</source>
        <translation>This case has moved on. {key} for the next case.</translation>
    </message>
    <message>
        <source>Menyimpan {n} berkas …</source>
        <translation>Storing {n} files …</translation>
    </message>
    <message>
        <source>Pembatalan tersimpan. Kasus kembali bila server menerimanya.</source>
        <translation>The undo is stored. The case comes back once the server takes it.</translation>
    </message>
    <message>
        <source>Pilih kasus dulu.</source>
        <translation>Choose a case first.</translation>
    </message>
    <message>
        <source>Tidak ada kasus terbuka yang serupa di dekat sini.</source>
        <translation>There is no similar open case near here.</translation>
    </message>
    <message>
        <source>kasus baru</source>
        <translation>new case</translation>
    </message>
    <message>
        <source>{number}: {what} · {who}. {key} ke kasus berikutnya.</source>
        <translation>{number}: {what} · {who}. {key} for the next case.</translation>
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
    <name>Head</name>
    <message>
        <source>Angka</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>Kelompok</source>
        <translation>Group</translation>
    </message>
    <message>
        <source>Laporan berkala</source>
        <translation>Periodic report</translation>
    </message>
    <message>
        <source>Pembanding</source>
        <translation>Comparison</translation>
    </message>
    <message>
        <source>Periode</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>Simpan sebagai berkas</source>
        <translation>Save as a file</translation>
    </message>
    <message>
        <source>semua</source>
        <translation>all</translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message>
        <source>Angka-angka kesehatan</source>
        <translation>Health figures</translation>
    </message>
    <message>
        <source>Kesehatan</source>
        <translation>Health</translation>
    </message>
    <message>
        <source>Salin laporan</source>
        <translation>Copy report</translation>
    </message>
    <message>
        <source>Salin sebagai teks, tanpa data pribadi, untuk pengelola</source>
        <translation>Copy as text, without personal data, for the administrator</translation>
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
        <source>Dilanjutkan dari laporan yang belum disimpan, tanpa nama pelapor.</source>
        <translation>Carried on from a report that was not saved, without the reporter&apos;s name.</translation>
    </message>
    <message>
        <source>Identitas pelapor hanya disimpan di server; saat luring tidak diisi.</source>
        <translation>The reporter’s identity is kept on the server only; leave it out while offline.</translation>
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
        <source>Kelurahan itu tidak ada di kota ini; pilih dari daftar.</source>
        <translation>That kelurahan is not in this city; choose from the list.</translation>
    </message>
    <message>
        <source>Kosongkan</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>Laporan baru</source>
        <translation>New report</translation>
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
    <name>KeyEditor</name>
    <message>
        <source>Bertabrakan dengan: {word}</source>
        <translation>Clashes with: {word}</translation>
    </message>
    <message>
        <source>Kembalikan semua</source>
        <translation>Reset all</translation>
    </message>
    <message>
        <source>Pakai</source>
        <translation>Use these</translation>
    </message>
    <message>
        <source>Pilih isian, lalu tekan tombolnya: satu atau dua berturut-turut.</source>
        <translation>Choose a field, then press its keys: one, or two in a row.</translation>
    </message>
    <message>
        <source>Tombol ini dipakai di mana-mana; pilih yang lain.</source>
        <translation>This key is used everywhere; choose another.</translation>
    </message>
    <message>
        <source>Ubah tombol</source>
        <translation>Change keys</translation>
    </message>
</context>
<context>
    <name>KeysHelp</name>
    <message>
        <source>Baris lain</source>
        <translation>Other row</translation>
    </message>
    <message>
        <source>Buka kasus, tekan tombol</source>
        <translation>Open the case, press the button</translation>
    </message>
    <message>
        <source>Buka kasus; saat mengukur, titik di tengah</source>
        <translation>Open the case; while measuring, a point in the middle</translation>
    </message>
    <message>
        <source>Di papan dan di mana saja</source>
        <translation>On the board and anywhere</translation>
    </message>
    <message>
        <source>Di peta</source>
        <translation>On the map</translation>
    </message>
    <message>
        <source>Foto lain, di foto besar</source>
        <translation>Other photo, in the large view</translation>
    </message>
    <message>
        <source>Geser peta</source>
        <translation>Move the map</translation>
    </message>
    <message>
        <source>Kasus serupa berikutnya, di lembar</source>
        <translation>Next similar case, in a sheet</translation>
    </message>
    <message>
        <source>Kasus serupa, di laporan baru</source>
        <translation>Similar case, in a new report</translation>
    </message>
    <message>
        <source>Ke tempat lain</source>
        <translation>To other places</translation>
    </message>
    <message>
        <source>Kendali berikutnya</source>
        <translation>Next control</translation>
    </message>
    <message>
        <source>Kirim isi lembar</source>
        <translation>Send the sheet</translation>
    </message>
    <message>
        <source>Laporan ini kasus itu</source>
        <translation>This report is that case</translation>
    </message>
    <message>
        <source>Lewat {keys}: {words}.</source>
        <translation>By {keys}: {words}.</translation>
    </message>
    <message>
        <source>Pada kasus</source>
        <translation>On cases</translation>
    </message>
    <message>
        <source>Pakai kelurahan perkiraan</source>
        <translation>Take the guessed kelurahan</translation>
    </message>
    <message>
        <source>Perbesar, perkecil</source>
        <translation>Nearer, farther</translation>
    </message>
    <message>
        <source>Pilih OPD di lembar</source>
        <translation>Choose an agency on the sheet</translation>
    </message>
    <message>
        <source>Pilih titik di peta, di lembar</source>
        <translation>Pick a point on the map, in a sheet</translation>
    </message>
    <message>
        <source>Salin riwayat terpilih</source>
        <translation>Copy the chosen history</translation>
    </message>
    <message>
        <source>Saringan tersimpan 1 sampai 9</source>
        <translation>Saved filters 1 to 9</translation>
    </message>
    <message>
        <source>Seluruh kota</source>
        <translation>The whole city</translation>
    </message>
    <message>
        <source>Tempel foto ke kasus</source>
        <translation>Paste a photo into the case</translation>
    </message>
    <message>
        <source>Tetap</source>
        <translation>Always</translation>
    </message>
    <message>
        <source>Tombol</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>Tutup perintah, juga dengan kata di dalamnya</source>
        <translation>Close the commands, also with words in them</translation>
    </message>
    <message>
        <source>Ubah tombol …</source>
        <translation>Change keys …</translation>
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
        <source>{n} lewat</source>
        <translation>{n} overdue</translation>
    </message>
    <message>
        <source>{word}: {count} kasus, {breached} lewat tenggat</source>
        <translation>{word}: {count} cases, {breached} overdue</translation>
    </message>
</context>
<context>
    <name>LayerChip</name>
    <message>
        <source>Lapisan: {word}</source>
        <translation>Layer: {word}</translation>
    </message>
    <message>
        <source>Per kecamatan</source>
        <translation>By kecamatan</translation>
    </message>
    <message>
        <source>Per kelurahan</source>
        <translation>By kelurahan</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Bulan ini banding bulan lalu</source>
        <translation>This month against last</translation>
    </message>
    <message>
        <source>Kepadatan kasus</source>
        <translation>Density of cases</translation>
    </message>
    <message>
        <source>Menghitung …</source>
        <translation>Counting …</translation>
    </message>
    <message>
        <source>Tanpa wilayah</source>
        <translation>No area</translation>
    </message>
    <message>
        <source>Terbuka sekarang per kecamatan</source>
        <translation>Open now by kecamatan</translation>
    </message>
    <message>
        <source>Terbuka sekarang per kelurahan</source>
        <translation>Open now by kelurahan</translation>
    </message>
    <message>
        <source>Tidak ada kasus di peta</source>
        <translation>No cases on the map</translation>
    </message>
    <message>
        <source>tidak ada di warna mana pun</source>
        <translation>not in any colour</translation>
    </message>
    <message>
        <source>{area}, bulan ini</source>
        <translation>{area}, this month</translation>
    </message>
    <message>
        <source>{area}: {n} kasus terbuka</source>
        <translation>{area}: {n} open cases</translation>
    </message>
    <message>
        <source>{low}–{high} kasus per km²</source>
        <translation>{low}–{high} cases per km²</translation>
    </message>
    <message>
        <source>{n} kasus, {m} di antaranya tanpa kecamatan</source>
        <translation>{n} cases, {m} of them without kecamatan</translation>
    </message>
    <message>
        <source>{n} kasus, {m} di antaranya tanpa kelurahan</source>
        <translation>{n} cases, {m} of them without kelurahan</translation>
    </message>
    <message>
        <source>{n} kasus; jangkauan tiap kasus {m} m</source>
        <translation>{n} cases; each reaches {m} m</translation>
    </message>
    <message>
        <source>{percent} dari {n} kasus</source>
        <translation>{percent} of {n} cases</translation>
    </message>
</context>
<context>
    <name>League</name>
    <message>
        <source>Angka menurut kelompok</source>
        <translation>Figures by group</translation>
    </message>
    <message>
        <source>Dibuka lagi</source>
        <translation>Reopened</translation>
    </message>
    <message>
        <source>Dikembalikan</source>
        <translation>Sent back</translation>
    </message>
    <message>
        <source>Masuk</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Med. selesai</source>
        <translation>Med. done</translation>
    </message>
    <message>
        <source>Med. terima</source>
        <translation>Med. accept</translation>
    </message>
    <message>
        <source>Med. teruskan</source>
        <translation>Med. forward</translation>
    </message>
    <message>
        <source>Median dari diteruskan sampai diterima OPD</source>
        <translation>Median from forwarded to accepted by the agency</translation>
    </message>
    <message>
        <source>Median dari masuk sampai diteruskan</source>
        <translation>Median from received to forwarded</translation>
    </message>
    <message>
        <source>Median dari masuk sampai selesai</source>
        <translation>Median from received to done</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Penugasan yang dikembalikan OPD</source>
        <translation>Assignments that agencies sent back</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Sembilan dari sepuluh selesai dalam waktu ini</source>
        <translation>Nine of ten were done within this time</translation>
    </message>
    <message>
        <source>Tepat waktu</source>
        <translation>On time</translation>
    </message>
    <message>
        <source>Terbuka</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>p90 selesai</source>
        <translation>p90 done</translation>
    </message>
</context>
<context>
    <name>LineBox</name>
    <message>
        <source>Buka kasus</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>Catatan untuk kasus ini</source>
        <translation>Remark on this case</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Alarm menunggu: {n}</source>
        <translation>Alarms waiting: {n}</translation>
    </message>
    <message>
        <source>Buka kunci</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>Ganti petugas</source>
        <translation>Change officer</translation>
    </message>
    <message>
        <source>Jam server</source>
        <translation>Server time</translation>
    </message>
    <message>
        <source>Kata sandi</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Kotak keluar kosong</source>
        <translation>Outbox empty</translation>
    </message>
    <message>
        <source>Meja terkunci</source>
        <translation>Desk locked</translation>
    </message>
    <message>
        <source>Memeriksa …</source>
        <translation>Checking …</translation>
    </message>
    <message>
        <source>Nama pengguna</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>Perintah {who} tetap terkirim atas namanya.</source>
        <translation>What {who} did is still sent in their name.</translation>
    </message>
    <message>
        <source>Perintah {who} tetap terkirim atas namanya. Tulisannya yang belum disimpan hilang.</source>
        <translation>What {who} did is still sent in their name. What they typed and did not store is lost.</translation>
    </message>
    <message>
        <source>Petugas lain? Ganti nama penggunanya.</source>
        <translation>Another officer? Change the user name.</translation>
    </message>
    <message>
        <source>Tidak ada alarm</source>
        <translation>No alarms</translation>
    </message>
    <message>
        <source>Tunggu {n} dtk</source>
        <translation>Wait {n} s</translation>
    </message>
    <message>
        <source>{n} laporan di papan</source>
        <translation>{n} reports on the board</translation>
    </message>
    <message>
        <source>{who}. Dikunci {at}.</source>
        <translation>{who}. Locked {at}.</translation>
    </message>
    <message>
        <source>{who}. Terkunci sendiri {at}, sesudah {n} menit tanpa sentuhan.</source>
        <translation>{who}. Locked itself {at}, after {n} minutes untouched.</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Apa yang perlu diketahui giliran ini dan berikutnya</source>
        <translation>What this shift and the next need to know</translation>
    </message>
    <message>
        <source>Belum ada catatan pada hari ini</source>
        <translation>Nothing was written on this day</translation>
    </message>
    <message>
        <source>Belum diterima</source>
        <translation>Not yet received</translation>
    </message>
    <message>
        <source>Catat</source>
        <translation>Write down</translation>
    </message>
    <message>
        <source>Catatan jaga</source>
        <translation>Shift note</translation>
    </message>
    <message>
        <source>Catatan terpilih</source>
        <translation>Selected entry</translation>
    </message>
    <message>
        <source>Diterima oleh {who}</source>
        <translation>Received by {who}</translation>
    </message>
    <message>
        <source>Esc menghapus kata-kata dan kembali ke harinya.</source>
        <translation>Esc clears the words and goes back to the day.</translation>
    </message>
    <message>
        <source>Hari berikutnya</source>
        <translation>Next day</translation>
    </message>
    <message>
        <source>Hari buku jaga</source>
        <translation>Day of the shift log</translation>
    </message>
    <message>
        <source>Hari ini</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Hari sebelumnya</source>
        <translation>Previous day</translation>
    </message>
    <message>
        <source>Isi buku jaga</source>
        <translation>Entries of the shift log</translation>
    </message>
    <message>
        <source>Menerima serah terima</source>
        <translation>Received a handover</translation>
    </message>
    <message>
        <source>Serah terima yang ditandatangani dan catatan jaga tersimpan di sini.</source>
        <translation>Signed handovers and shift notes are kept here.</translation>
    </message>
    <message>
        <source>Server tidak terjangkau: yang tampak hanya yang ada di meja ini.</source>
        <translation>The server is out of reach: only what is on this desk is shown.</translation>
    </message>
    <message>
        <source>Simpan PDF …</source>
        <translation>Save PDF …</translation>
    </message>
    <message>
        <source>Terima serah terima ini</source>
        <translation>Receive this handover</translation>
    </message>
    <message>
        <source>Tidak ada catatan dengan kata-kata itu</source>
        <translation>No entry holds these words</translation>
    </message>
    <message>
        <source>{n} dari {many} isi buku jaga yang ada di meja ini</source>
        <translation>{n} of {many} entries that are on this desk</translation>
    </message>
    <message>
        <source>{n} dari {many} isi buku jaga · 35 hari terakhir</source>
        <translation>{n} of {many} entries · last 35 days</translation>
    </message>
</context>
<context>
    <name>LogSearch</name>
    <message>
        <source>Cari</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Cari di buku jaga</source>
        <translation>Search the shift log</translation>
    </message>
</context>
<context>
    <name>Lookalikes</name>
    <message>
        <source>Ini kasusnya</source>
        <translation>It is this case</translation>
    </message>
    <message>
        <source>Ini kasusnya: {number}</source>
        <translation>It is {number}</translation>
    </message>
    <message>
        <source>Kasus serupa</source>
        <translation>Similar cases</translation>
    </message>
    <message>
        <source>Kasus serupa · {n}</source>
        <translation>Similar cases · {n}</translation>
    </message>
    <message>
        <source>Kasus terbuka yang mirip muncul di sini sambil Anda mengetik.</source>
        <translation>Open cases like it appear here while you type.</translation>
    </message>
    <message>
        <source>Lihat dulu apakah ini masalah yang sama.</source>
        <translation>Look first whether it is the same problem.</translation>
    </message>
    <message>
        <source>lihat</source>
        <translation>look</translation>
    </message>
    <message>
        <source>nomor menyusul</source>
        <translation>number to follow</translation>
    </message>
</context>
<context>
    <name>LostList</name>
    <message>
        <source>Ada di meja ini, tidak ada lagi di server. Yang dibawa kembali masuk lagi sebagai laporan, tanpa fotonya, dengan catatan sampai di mana dulu.</source>
        <translation>They are on this desk and no longer on the server. What is brought back comes in again as a report, without its photos, with a note of how far it had come.</translation>
    </message>
    <message>
        <source>Bawa kembali {n} kasus</source>
        <translation>Bring back {n} cases</translation>
    </message>
    <message>
        <source>Ekspor kasus yang hilang</source>
        <translation>Export the lost cases</translation>
    </message>
    <message>
        <source>Ekspor kasus …</source>
        <translation>Export cases …</translation>
    </message>
    <message>
        <source>Hilang sesudah server dipulihkan · {n} kasus</source>
        <translation>Lost when the server was restored · {n} cases</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Sudah ditangani</source>
        <translation>Dealt with</translation>
    </message>
    <message>
        <source>dan {n} lagi, semuanya di dalam berkas ekspor</source>
        <translation>and {n} more, all of them in the exported file</translation>
    </message>
    <message>
        <source>kasus-hilang.ndjson</source>
        <translation>lost-cases.ndjson</translation>
    </message>
</context>
<context>
    <name>MailingHands</name>
    <message>
        <source>Jadwal dihapus</source>
        <translation>Schedule removed</translation>
    </message>
    <message>
        <source>Jadwal dijeda</source>
        <translation>Schedule paused</translation>
    </message>
    <message>
        <source>Jadwal dilanjutkan</source>
        <translation>Schedule resumed</translation>
    </message>
    <message>
        <source>Laporan dijadwalkan</source>
        <translation>Report scheduled</translation>
    </message>
    <message>
        <source>Semua penerima sudah menerimanya</source>
        <translation>All recipients have it already</translation>
    </message>
    <message>
        <source>Server ini belum mengirim laporan. Perbarui servernya.</source>
        <translation>This server does not send reports yet. Update the server.</translation>
    </message>
    <message>
        <source>Server tidak terjangkau. Jadwal ada di server; coba lagi nanti.</source>
        <translation>The server cannot be reached. Schedules are kept there; try again later.</translation>
    </message>
    <message>
        <source>{n} surat dikirim; hasilnya tampil di bawah</source>
        <translation>{n} letters on their way; see below what becomes of them</translation>
    </message>
</context>
<context>
    <name>MailingSheet</name>
    <message>
        <source>Belum ada jadwal</source>
        <translation>No schedules yet</translation>
    </message>
    <message>
        <source>Buat satu dengan Jadwal baru; laporan lalu berangkat sendiri.</source>
        <translation>Make one with New schedule; reports then go out by themselves.</translation>
    </message>
    <message>
        <source>Dikirim lewat surel sesudah periodenya berakhir, satu surel satu penerima.</source>
        <translation>Sent by e-mail once the period is over, one letter a recipient.</translation>
    </message>
    <message>
        <source>Hapus</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Jadwal</source>
        <translation>Schedules</translation>
    </message>
    <message>
        <source>Jadwal baru</source>
        <translation>New schedule</translation>
    </message>
    <message>
        <source>Jadwal tidak dapat diambil</source>
        <translation>The schedules cannot be had</translation>
    </message>
    <message>
        <source>Jeda</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Kirim sekarang</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Lanjutkan</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>Laporan berkala</source>
        <translation>Reports by e-mail</translation>
    </message>
    <message>
        <source>Mengambil jadwal dari server …</source>
        <translation>Asking the server for the schedules …</translation>
    </message>
    <message>
        <source>Pengelola mengisi [mail] di deliveries.toml; lihat laporan.md.</source>
        <translation>An operator fills in [mail] in deliveries.toml; see laporan.md.</translation>
    </message>
    <message>
        <source>Periode utuh terakhir, hanya kepada yang belum menerimanya</source>
        <translation>The last whole period, only to those who do not have it</translation>
    </message>
    <message>
        <source>Server belum punya server surel, jadi tidak ada yang terkirim.</source>
        <translation>The server knows no mail server, so nothing is sent.</translation>
    </message>
    <message>
        <source>Terakhir dikirim</source>
        <translation>Last sent</translation>
    </message>
    <message>
        <source>Ya, hapus</source>
        <translation>Yes, remove</translation>
    </message>
</context>
<context>
    <name>ManyChip</name>
    <message>
        <source>Lepas pilihan (Esc)</source>
        <translation>Clear the selection (Esc)</translation>
    </message>
    <message>
        <source>{n} dipilih</source>
        <translation>{n} selected</translation>
    </message>
</context>
<context>
    <name>MapFacilities</name>
    <message>
        <source>dan {n} lagi</source>
        <translation>and {n} more</translation>
    </message>
</context>
<context>
    <name>MapHands</name>
    <message>
        <source>Ini tombol peta. Buka peta dulu: G M.</source>
        <translation>This key is for the map. Open the map first: G M.</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Alas peta</source>
        <translation>Basemap</translation>
    </message>
    <message>
        <source>Angka tiap wilayah</source>
        <translation>Figures of each area</translation>
    </message>
    <message>
        <source>Hapus saringan untuk melihat semuanya.</source>
        <translation>Clear the filters to see everything.</translation>
    </message>
    <message>
        <source>Jalan di bawah kasus</source>
        <translation>Streets beneath the cases</translation>
    </message>
    <message>
        <source>Kasus ini tidak ada di papan, atau tersaring.</source>
        <translation>This case is not on the board, or is filtered out.</translation>
    </message>
    <message>
        <source>Semua kasus ada di peta</source>
        <translation>All cases are on the map</translation>
    </message>
    <message>
        <source>Tidak ada kasus</source>
        <translation>No cases</translation>
    </message>
    <message>
        <source>Tidak ada kasus di peta</source>
        <translation>No cases on the map</translation>
    </message>
    <message>
        <source>Tidak ada yang cocok</source>
        <translation>Nothing matches</translation>
    </message>
    <message>
        <source>{n} di peta</source>
        <translation>{n} on the map</translation>
    </message>
    <message>
        <source>{n} kasus: {parts}</source>
        <translation>{n} cases: {parts}</translation>
    </message>
</context>
<context>
    <name>MapPaper</name>
    <message>
        <source>PDF, A4 (*.pdf)</source>
        <translation>PDF, A4 (*.pdf)</translation>
    </message>
    <message>
        <source>PNG, seperti di layar (*.png)</source>
        <translation>PNG, as on the screen (*.png)</translation>
    </message>
    <message>
        <source>PNG, {n} kali ukuran layar (*.png)</source>
        <translation>PNG, {n} times the screen’s size (*.png)</translation>
    </message>
    <message>
        <source>Pada {when}</source>
        <translation>At {when}</translation>
    </message>
    <message>
        <source>Saringan: {filters}</source>
        <translation>Filters: {filters}</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Simpan peta</source>
        <translation>Save the map</translation>
    </message>
    <message>
        <source>Tersimpan: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
    <message>
        <source>peta-{at}</source>
        <translation>map-{at}</translation>
    </message>
    <message>
        <source>semua kasus terbuka</source>
        <translation>all open cases</translation>
    </message>
    <message>
        <source>{city} · peta kasus</source>
        <translation>{city} · map of cases</translation>
    </message>
    <message>
        <source>{n} kasus di peta, {astray} tanpa titik. Kasus rahasia tidak ditampilkan.</source>
        <translation>{n} cases on the map, {astray} without a point. Secret cases are not shown.</translation>
    </message>
</context>
<context>
    <name>MapPlace</name>
    <message>
        <source>Kasus ini tidak punya titik di peta.</source>
        <translation>This case has no point on the map.</translation>
    </message>
    <message>
        <source>Kasus rahasia tidak pernah ada di peta.</source>
        <translation>Secret cases are never on the map.</translation>
    </message>
    <message>
        <source>Peta disiapkan …</source>
        <translation>Preparing the map …</translation>
    </message>
</context>
<context>
    <name>MapRulers</name>
    <message>
        <source>Dalam {far}: {n} kasus</source>
        <translation>Within {far}: {n} cases</translation>
    </message>
    <message>
        <source>Klik titik awal, lalu titik akhir; atau geser peta dan tekan Enter.</source>
        <translation>Click where it begins, then where it ends; or move the map and press Enter.</translation>
    </message>
</context>
<context>
    <name>MapSelection</name>
    <message>
        <source>Pilih dulu kasus yang diketahui kelurahannya.</source>
        <translation>First choose a case whose kelurahan is known.</translation>
    </message>
    <message>
        <source>Tidak ada kasus di situ.</source>
        <translation>No case there.</translation>
    </message>
    <message>
        <source>{area}: {n} kasus dipilih</source>
        <translation>{area}: {n} cases selected</translation>
    </message>
    <message>
        <source>{n} dari {all} kasus dipilih: yang tenggatnya paling dekat.</source>
        <translation>{n} of {all} cases selected: those with the nearest deadlines.</translation>
    </message>
</context>
<context>
    <name>MapSide</name>
    <message>
        <source>Kasus ini tidak punya titik; peta tidak mengarang tempatnya.</source>
        <translation>These cases have no point; the map does not make one up.</translation>
    </message>
    <message>
        <source>Tanpa titik di peta</source>
        <translation>Without a point on the map</translation>
    </message>
    <message>
        <source>Terpilih</source>
        <translation>Chosen</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>{n} kasus</source>
        <translation>{n} cases</translation>
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
    <name>NearestPanel</name>
    <message>
        <source>Terdekat</source>
        <translation>Nearest</translation>
    </message>
    <message>
        <source>Terdekat dari titik kelurahan {area} (perkiraan)</source>
        <translation>Nearest to the middle of {area} (approximate)</translation>
    </message>
    <message>
        <source>telepon</source>
        <translation>call</translation>
    </message>
</context>
<context>
    <name>NewMailingSheet</name>
    <message>
        <source>Alamat saja: seluruh kota tanpa kasus rahasia. Dengan singkatan OPD: kasus OPD itu saja. OPD: {ids}.</source>
        <translation>The address alone: the whole city without secret cases. With an agency&apos;s id: that agency&apos;s cases only. Agencies: {ids}.</translation>
    </message>
    <message>
        <source>Jadwal baru</source>
        <translation>New schedule</translation>
    </message>
    <message>
        <source>Jadwalkan</source>
        <translation>Schedule</translation>
    </message>
    <message>
        <source>Jam, sehari sesudah periode berakhir</source>
        <translation>Time, on the day after the period ends</translation>
    </message>
    <message>
        <source>Laporan</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>Mulai dengan laporan berikutnya yang jatuh tempo.</source>
        <translation>Begins with the next report that falls due.</translation>
    </message>
    <message>
        <source>Paling banyak {n} penerima.</source>
        <translation>At most {n} recipients.</translation>
    </message>
    <message>
        <source>Penerima, satu alamat per baris</source>
        <translation>Recipients, one address a line</translation>
    </message>
    <message>
        <source>Pilih paling sedikit satu bentuk berkas.</source>
        <translation>Choose at least one kind of file.</translation>
    </message>
    <message>
        <source>Sebagai</source>
        <translation>As</translation>
    </message>
    <message>
        <source>walikota@kota.go.id
kadis@dlh.kota.go.id dlh</source>
        <translation>mayor@city.gov
head@dlh.city.gov dlh</translation>
    </message>
</context>
<context>
    <name>NewsChip</name>
    <message>
        <source>{above} di atas, {below} di bawah yang terlihat (G N)</source>
        <translation>{above} above, {below} below what is seen (G N)</translation>
    </message>
    <message>
        <source>{n} baru</source>
        <translation>{n} new</translation>
    </message>
</context>
<context>
    <name>NextPage</name>
    <message>
        <source>Tenggat berikutnya</source>
        <translation>Next deadlines</translation>
    </message>
    <message>
        <source>Tidak ada tenggat yang menunggu</source>
        <translation>No deadline is to come</translation>
    </message>
    <message>
        <source>{late} sudah lewat, {n} akan jatuh tempo</source>
        <translation>{late} overdue, {n} still to come</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Kata sandi salah.</source>
        <translation>Wrong password.</translation>
    </message>
    <message>
        <source>Selagi terkunci, {n} kata sandi salah dicoba.</source>
        <translation>While locked, {n} wrong passwords were tried.</translation>
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
    <name>OutboxHands</name>
    <message>
        <source>Bukan ekspor kotak keluar kota ini: {why}</source>
        <translation>Not an outbox export of this city: {why}</translation>
    </message>
    <message>
        <source>Kasus ditulis ke {path}</source>
        <translation>Cases written to {path}</translation>
    </message>
    <message>
        <source>Tersimpan sebagai perintah Anda</source>
        <translation>Stored as your command</translation>
    </message>
    <message>
        <source>{n} kasus dibawa kembali sebagai laporan</source>
        <translation>{n} cases brought back as reports</translation>
    </message>
    <message>
        <source>{n} perintah ditulis ke {path}</source>
        <translation>{n} commands written to {path}</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Buka</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Ekspor kotak keluar</source>
        <translation>Export the outbox</translation>
    </message>
    <message>
        <source>Ekspor …</source>
        <translation>Export …</translation>
    </message>
    <message>
        <source>Kirim ulang dari berkas</source>
        <translation>Send again from a file</translation>
    </message>
    <message>
        <source>Kirim ulang dari berkas …</source>
        <translation>Send again from a file …</translation>
    </message>
    <message>
        <source>Kotak keluar</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Menunggu server · {n}</source>
        <translation>Waiting for the server · {n}</translation>
    </message>
    <message>
        <source>Perintah di kotak keluar</source>
        <translation>Commands in the outbox</translation>
    </message>
    <message>
        <source>Perintah petugas lain · {n}</source>
        <translation>Commands of other officers · {n}</translation>
    </message>
    <message>
        <source>Perintah sebagai berkas, agar kepala regu dapat mengirimnya atas namanya.</source>
        <translation>The commands as a file, so that a supervisor can send them in their own name.</translation>
    </message>
    <message>
        <source>Perlu tindakan · {n}</source>
        <translation>Needs action · {n}</translation>
    </message>
    <message>
        <source>Semua perintah sudah sampai di server</source>
        <translation>Every command has reached the server</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Yang Anda kerjakan saat luring akan menunggu di sini, aman di cakram.</source>
        <translation>What you do while offline will wait here, safe on disk.</translation>
    </message>
    <message>
        <source>kartu</source>
        <translation>card</translation>
    </message>
    <message>
        <source>kotak-keluar.json</source>
        <translation>outbox.json</translation>
    </message>
    <message>
        <source>tekan</source>
        <translation>press</translation>
    </message>
    <message>
        <source>tombol</source>
        <translation>button</translation>
    </message>
</context>
<context>
    <name>OutcomeList</name>
    <message>
        <source>Tiap kasus</source>
        <translation>Each case</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Dihitung {time} dari data di meja ini</source>
        <translation>Counted at {time} from this desk&apos;s data</translation>
    </message>
    <message>
        <source>Janji jatuh tempo</source>
        <translation>Promises due</translation>
    </message>
    <message>
        <source>Laporan</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>Lewat tenggat</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>Lewat tenggat dan janji</source>
        <translation>Late cases and promises</translation>
    </message>
    <message>
        <source>Menghitung …</source>
        <translation>Counting …</translation>
    </message>
    <message>
        <source>Ringkasan · {of}</source>
        <translation>Overview · {of}</translation>
    </message>
    <message>
        <source>Semua tepat waktu</source>
        <translation>Everything is on time</translation>
    </message>
    <message>
        <source>Tidak ada yang lewat tenggat dan tidak ada janji yang jatuh tempo.</source>
        <translation>Nothing is late and no promise is due.</translation>
    </message>
    <message>
        <source>dari {n} janji</source>
        <translation>of {n} promises</translation>
    </message>
    <message>
        <source>dari {n} terbuka</source>
        <translation>of {n} open</translation>
    </message>
    <message>
        <source>semua yang masuk</source>
        <translation>all that came in</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Ketik perintah, tempat, setelan, nomor kasus atau kata laporan</source>
        <translation>Type a command, place, setting, case number or words of a report</translation>
    </message>
    <message>
        <source>Nomor menyusul</source>
        <translation>Number to follow</translation>
    </message>
    <message>
        <source>Perintah, tempat dan kasus</source>
        <translation>Commands, places and cases</translation>
    </message>
    <message>
        <source>Pilih kasus dulu.</source>
        <translation>Choose a case first.</translation>
    </message>
    <message>
        <source>Tidak ada kiriman kasus ini yang menunggu.</source>
        <translation>No delivery of this case is waiting.</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Simpan serah terima</source>
        <translation>Save handover</translation>
    </message>
    <message>
        <source>Tersimpan: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
    <message>
        <source>serah-terima-{at}</source>
        <translation>handover-{at}</translation>
    </message>
</context>
<context>
    <name>PastBar</name>
    <message>
        <source>+1 jam</source>
        <translation>+1 hour</translation>
    </message>
    <message>
        <source>+1 mnt</source>
        <translation>+1 min</translation>
    </message>
    <message>
        <source>Berapa kali lebih cepat</source>
        <translation>How many times faster</translation>
    </message>
    <message>
        <source>Jeda</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Kecepatan</source>
        <translation>Speed</translation>
    </message>
    <message>
        <source>Kembali ke sekarang (Esc)</source>
        <translation>Back to the present (Esc)</translation>
    </message>
    <message>
        <source>Menit yang ditampilkan</source>
        <translation>Minute that is shown</translation>
    </message>
    <message>
        <source>Papan</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Papan atau peta lampau</source>
        <translation>The board or the map of then</translation>
    </message>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Putar</source>
        <translation>Play</translation>
    </message>
    <message>
        <source>Putar atau jeda (Spasi)</source>
        <translation>Play or pause (Space)</translation>
    </message>
    <message>
        <source>{n} kali</source>
        <translation>{n} times</translation>
    </message>
    <message>
        <source>−1 jam</source>
        <translation>−1 hour</translation>
    </message>
    <message>
        <source>−1 mnt</source>
        <translation>−1 min</translation>
    </message>
</context>
<context>
    <name>PastPage</name>
    <message>
        <source>Buka mesin waktu dulu: {key}.</source>
        <translation>Open the time machine first: {key}.</translation>
    </message>
    <message>
        <source>Coba lagi</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Mesin waktu</source>
        <translation>Time machine</translation>
    </message>
    <message>
        <source>Papan lampau diambil dari server …</source>
        <translation>Fetching the past board from the server …</translation>
    </message>
    <message>
        <source>Riwayat kasus ini tidak ada di meja ini.</source>
        <translation>The history of this case is not at this desk.</translation>
    </message>
</context>
<context>
    <name>PhotoSide</name>
    <message>
        <source>Foto berikutnya</source>
        <translation>Next photo</translation>
    </message>
    <message>
        <source>Foto ini tidak ada di server.</source>
        <translation>This photo is not on the server.</translation>
    </message>
    <message>
        <source>Foto sebelumnya</source>
        <translation>Previous photo</translation>
    </message>
    <message>
        <source>Kamera tidak mencatat waktu dan tempat.</source>
        <translation>The camera noted neither time nor place.</translation>
    </message>
    <message>
        <source>Memuat …</source>
        <translation>Loading …</translation>
    </message>
    <message>
        <source>Menurut kamera: {what}</source>
        <translation>By the camera: {what}</translation>
    </message>
    <message>
        <source>Server tidak terjangkau; foto ini belum diunduh.</source>
        <translation>The server cannot be reached; this photo has not been fetched.</translation>
    </message>
    <message>
        <source>{n} dari {all}</source>
        <translation>{n} of {all}</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>Foto</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>Sebelum</source>
        <translation>Before</translation>
    </message>
    <message>
        <source>Sesudah</source>
        <translation>After</translation>
    </message>
</context>
<context>
    <name>PickView</name>
    <message>
        <source>Peta untuk memilih titik</source>
        <translation>Map to pick a point on</translation>
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
    <name>PlaceField</name>
    <message>
        <source>Belum ada titik.</source>
        <translation>No point yet.</translation>
    </message>
    <message>
        <source>Hapus titik</source>
        <translation>Remove the point</translation>
    </message>
    <message>
        <source>Jalan, patokan, atau koordinat; boleh kosong</source>
        <translation>Street, landmark or coordinates; may stay empty</translation>
    </message>
    <message>
        <source>Kelurahan</source>
        <translation>Kelurahan</translation>
    </message>
    <message>
        <source>Lokasi</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>Perkiraan: {name}. Pakai</source>
        <translation>Estimate: {name}. Use it</translation>
    </message>
    <message>
        <source>Pilih di peta</source>
        <translation>Pick on the map</translation>
    </message>
    <message>
        <source>Titik</source>
        <translation>Point</translation>
    </message>
    <message>
        <source>Titik ini di {name}. Pakai</source>
        <translation>This point is in {name}. Use it</translation>
    </message>
</context>
<context>
    <name>PlaceMap</name>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Klik, atau geser bidik dengan panah (Shift halus, Ctrl jauh); + dan − zum</source>
        <translation>Click, or move the crosshair with the arrows (Shift fine, Ctrl far); + and − zoom</translation>
    </message>
    <message>
        <source>Pakai titik ini</source>
        <translation>Use this point</translation>
    </message>
    <message>
        <source>Pilih titik di peta</source>
        <translation>Pick a point on the map</translation>
    </message>
    <message>
        <source>{area} (perkiraan)</source>
        <translation>{area} (estimate)</translation>
    </message>
</context>
<context>
    <name>PlaceSheet</name>
    <message>
        <source>Isi jalan, kelurahan atau titiknya.</source>
        <translation>Fill in a street, a kelurahan or a point.</translation>
    </message>
    <message>
        <source>Kelurahan itu tidak ada di kota ini; pilih dari daftar.</source>
        <translation>This city has no such kelurahan; choose one from the list.</translation>
    </message>
    <message>
        <source>Lokasinya belum berubah.</source>
        <translation>The location is the same as before.</translation>
    </message>
    <message>
        <source>Sekarang: {place}</source>
        <translation>Now: {place}</translation>
    </message>
    <message>
        <source>Simpan lokasi</source>
        <translation>Save location</translation>
    </message>
</context>
<context>
    <name>PolicyPage</name>
    <message>
        <source>Ditandatangani</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>Naskah kebijakan</source>
        <translation>Policy brief</translation>
    </message>
    <message>
        <source>Naskah seperti akan dibaca</source>
        <translation>The brief as it will be read</translation>
    </message>
    <message>
        <source>Pratinjau</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>Susun</source>
        <translation>Write</translation>
    </message>
    <message>
        <source>Susun, pratinjau, atau yang ditandatangani</source>
        <translation>Write, preview, or what is signed</translation>
    </message>
</context>
<context>
    <name>PolicyPaper</name>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Simpan naskah kebijakan</source>
        <translation>Save the policy brief</translation>
    </message>
    <message>
        <source>Teks (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>Tersimpan: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
</context>
<context>
    <name>PolicySigned</name>
    <message>
        <source>Belum ada naskah yang ditandatangani</source>
        <translation>No brief has been signed yet</translation>
    </message>
    <message>
        <source>Coba lagi</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Kepala regu menyusun dan menandatangani naskah; di sini dibaca.</source>
        <translation>Supervisors write and sign briefs; here they are read.</translation>
    </message>
    <message>
        <source>Masuk lagi.</source>
        <translation>Sign in again.</translation>
    </message>
    <message>
        <source>Naskah dibaca dari server …</source>
        <translation>Reading briefs from the server …</translation>
    </message>
    <message>
        <source>Naskah terpilih</source>
        <translation>Chosen brief</translation>
    </message>
    <message>
        <source>Naskah yang ditandatangani</source>
        <translation>Signed briefs</translation>
    </message>
    <message>
        <source>Naskah yang ditandatangani ada di server</source>
        <translation>Signed briefs are on the server</translation>
    </message>
    <message>
        <source>Server tidak memberi naskah ini</source>
        <translation>The server does not give this brief</translation>
    </message>
    <message>
        <source>Server tidak terjangkau. Yang sedang ditulis tetap ada di meja ini.</source>
        <translation>The server is out of reach. What is being written stays at this desk.</translation>
    </message>
    <message>
        <source>Simpan PDF …</source>
        <translation>Save PDF …</translation>
    </message>
    <message>
        <source>Simpan teks …</source>
        <translation>Save text …</translation>
    </message>
    <message>
        <source>Tulis naskah pengganti</source>
        <translation>Write a brief that replaces it</translation>
    </message>
</context>
<context>
    <name>PolicyWrite</name>
    <message>
        <source> · disunting</source>
        <translation> · edited</translation>
    </message>
    <message>
        <source>Angka {n} klaim berubah sejak terakhir ditulis</source>
        <translation>The numbers of {n} claims have changed since you last wrote</translation>
    </message>
    <message>
        <source>Hitung ulang</source>
        <translation>Count again</translation>
    </message>
    <message>
        <source>Klaim naskah</source>
        <translation>Claims of the brief</translation>
    </message>
    <message>
        <source>Menghitung …</source>
        <translation>Counting …</translation>
    </message>
    <message>
        <source>Menurut keadaan sekarang; kalimat Anda tetap</source>
        <translation>As things stand now; your sentences stay</translation>
    </message>
    <message>
        <source>Naskah ditandatangani dan tersimpan di server.</source>
        <translation>The brief is signed and kept on the server.</translation>
    </message>
    <message>
        <source>Panjang periode</source>
        <translation>Length of the period</translation>
    </message>
    <message>
        <source>Periode berikutnya</source>
        <translation>Next period</translation>
    </message>
    <message>
        <source>Periode sebelumnya</source>
        <translation>Previous period</translation>
    </message>
    <message>
        <source>Pilih periode lain, atau tanda tangani naskah tanpa klaim.</source>
        <translation>Choose another period, or sign a brief without claims.</translation>
    </message>
    <message>
        <source>Riwayat belum cukup</source>
        <translation>Not enough history yet</translation>
    </message>
    <message>
        <source>Server menjawab tidak semestinya. Naskah tersimpan di meja ini.</source>
        <translation>The server gave an answer it should not. The brief is kept at this desk.</translation>
    </message>
    <message>
        <source>Tanda tangan butuh server. Naskah tersimpan di meja ini.</source>
        <translation>Signing needs the server. The brief is kept at this desk.</translation>
    </message>
    <message>
        <source>Tanda tangani naskah</source>
        <translation>Sign the brief</translation>
    </message>
    <message>
        <source>Tidak ada yang naik melebihi kebetulan</source>
        <translation>Nothing rises beyond chance</translation>
    </message>
    <message>
        <source>biasanya {usual} · {late} lewat tenggat</source>
        <translation>usually {usual} · {late} past their deadline</translation>
    </message>
    <message>
        <source>tidak dimuat</source>
        <translation>left out</translation>
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
        <source>Data kota diperbarui</source>
        <translation>City data updated</translation>
    </message>
    <message>
        <source>English belum terpasang. Jalankan make setup, atau pasang ulang.</source>
        <translation>English is not installed. Run make setup, or install again.</translation>
    </message>
    <message>
        <source>Hanya pengelola sistem yang dapat melihat sebagai peran.</source>
        <translation>Only system administrators may view as a role.</translation>
    </message>
    <message>
        <source>Itu bukan alamat server. Contoh: https://liveroom.contoh.go.id</source>
        <translation>That is not the address of a server. Example: https://liveroom.example.go.id</translation>
    </message>
    <message>
        <source>Kesalahan program, tercatat: {what}</source>
        <translation>Program error, logged: {what}</translation>
    </message>
    <message>
        <source>Melihat sebagai peran lain perlu server, yang sekarang tak terjangkau.</source>
        <translation>Viewing as another role needs the server, which cannot be reached now.</translation>
    </message>
    <message>
        <source>Mengunduh data kota …</source>
        <translation>Downloading the city’s data …</translation>
    </message>
    <message>
        <source>Mengunduh yang terlihat oleh peran itu …</source>
        <translation>Downloading what that role sees …</translation>
    </message>
    <message>
        <source>Nama pengguna atau kata sandi salah.</source>
        <translation>Wrong user name or password.</translation>
    </message>
    <message>
        <source>Peran itu melihat kasus lain; tanpa server ia belum bisa masuk di sini.</source>
        <translation>That role sees other cases; without the server it cannot come in here.</translation>
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
        <source>Server ini belum mengenal melihat sebagai peran lain.</source>
        <translation>This server does not know viewing as another role yet.</translation>
    </message>
    <message>
        <source>Server tak terjangkau: melihat sebagai peran lain berakhir. Ini meja Anda.</source>
        <translation>The server cannot be reached: viewing as another role has ended. This is your own desk.</translation>
    </message>
    <message>
        <source>Server tidak terjangkau. Periksa alamat dan jaringan.</source>
        <translation>The server cannot be reached. Check address and network.</translation>
    </message>
    <message>
        <source>Sesi ini tidak dapat disimpan di {path} ({why}). Kosongkan ruang, ulangi.</source>
        <translation>This session cannot be kept in {path} ({why}). Make room, then try again.</translation>
    </message>
    <message>
        <source>Terlalu sering dicoba. Tunggu beberapa menit.</source>
        <translation>Too many attempts. Wait a few minutes.</translation>
    </message>
    <message>
        <source>Terlalu sering salah. Tunggu {n} detik.</source>
        <translation>Wrong too often. Wait {n} seconds.</translation>
    </message>
    <message>
        <source>Tidak cocok dengan sesi terakhir atau yang pernah masuk di meja ini.</source>
        <translation>Matches neither the last session nor anybody who has signed in at this desk.</translation>
    </message>
    <message>
        <source>Tidak terenkripsi: hanya untuk mesin ini sendiri</source>
        <translation>Not encrypted: for this machine alone</translation>
    </message>
    <message>
        <source>Versi aplikasi ini sudah tidak dilayani server. Perbarui aplikasi.</source>
        <translation>The server no longer serves this version. Update the application.</translation>
    </message>
    <message>
        <source>Waktu melihat sebagai peran lain habis. Ini meja Anda sendiri.</source>
        <translation>The time for viewing as another role is over. This is your own desk.</translation>
    </message>
</context>
<context>
    <name>ProofBox</name>
    <message>
        <source>Atau seret berkas ke sini, atau Ctrl+V</source>
        <translation>Or drag files here, or Ctrl+V</translation>
    </message>
    <message>
        <source>Berkas tidak bisa dibaca: {path}</source>
        <translation>The file cannot be read: {path}</translation>
    </message>
    <message>
        <source>Bukti {n}</source>
        <translation>Proof {n}</translation>
    </message>
    <message>
        <source>Bukti {n}: tekan untuk melepas</source>
        <translation>Proof {n}: press to take it away</translation>
    </message>
    <message>
        <source>Menyimpan {n} berkas …</source>
        <translation>Storing {n} files …</translation>
    </message>
    <message>
        <source>Pilih</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>Pilih foto atau video</source>
        <translation>Choose photos or videos</translation>
    </message>
    <message>
        <source>Satu bukti dilepas.</source>
        <translation>One proof taken away.</translation>
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
    <name>Reading</name>
    <message>
        <source>Buka {n} kasusnya</source>
        <translation>Open its {n} cases</translation>
    </message>
</context>
<context>
    <name>ReportHands</name>
    <message>
        <source>Jawaban server tidak dapat dibaca. Belum ada berkas.</source>
        <translation>The server&apos;s answer cannot be read. There is no file yet.</translation>
    </message>
    <message>
        <source>Laporan berkala dibuat oleh kepala regu, kepala OPD, atau wali kota.</source>
        <translation>Periodic reports are made by supervisors, agency heads or the mayor.</translation>
    </message>
    <message>
        <source>Server tidak memberi laporan ini. Masuk lagi, lalu coba lagi.</source>
        <translation>The server does not give this report. Sign in again, then try again.</translation>
    </message>
    <message>
        <source>Server tidak terjangkau atau masih menghitung, jadi belum ada berkas. Coba lagi nanti; angka yang pernah dibuka tetap ada di halaman Angka.</source>
        <translation>The server cannot be reached or is still counting, so there is no file yet. Try again later; figures that were opened before are still on the page of figures.</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Simpan laporan</source>
        <translation>Save report</translation>
    </message>
    <message>
        <source>Tersimpan: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
    <message>
        <source>laporan-{city}-{period}</source>
        <translation>report-{city}-{period}</translation>
    </message>
</context>
<context>
    <name>ReportSheet</name>
    <message>
        <source>Berkas</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Bulanan</source>
        <translation>Monthly</translation>
    </message>
    <message>
        <source>CSV, untuk program lain</source>
        <translation>CSV, for other programs</translation>
    </message>
    <message>
        <source>Harian</source>
        <translation>Daily</translation>
    </message>
    <message>
        <source>Kasus yang ditugaskan ke OPD Anda.</source>
        <translation>Cases that your agency has a part in.</translation>
    </message>
    <message>
        <source>Laporan</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>Laporan berkala</source>
        <translation>Periodic report</translation>
    </message>
    <message>
        <source>Mingguan, Senin sampai Minggu</source>
        <translation>Weekly, Monday to Sunday</translation>
    </message>
    <message>
        <source>PDF, untuk dibaca dan dicetak</source>
        <translation>PDF, to be read and printed</translation>
    </message>
    <message>
        <source>Periode</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>Seluruh kota, tanpa kasus rahasia.</source>
        <translation>The whole city, without secret cases.</translation>
    </message>
    <message>
        <source>Seluruh kota; kasus rahasia ikut dihitung, tanpa isinya.</source>
        <translation>The whole city; secret cases are counted, without what they say.</translation>
    </message>
    <message>
        <source>Server membuat laporannya …</source>
        <translation>The server is making the report …</translation>
    </message>
    <message>
        <source>Server membuatnya dari angka yang sama dengan halaman Angka, dengan nama kota, periode, segel harinya, arti tiap angka dan batasannya.</source>
        <translation>The server makes it from the same figures as the page of figures, with the city&apos;s name, the period, the seals of its days, what each figure means and its limits. Its words are Indonesian.</translation>
    </message>
    <message>
        <source>Simpan …</source>
        <translation>Save …</translation>
    </message>
    <message>
        <source>XLSX, untuk lembar kerja</source>
        <translation>XLSX, for spreadsheets</translation>
    </message>
    <message>
        <source>{period} · masih berjalan</source>
        <translation>{period} · not over yet</translation>
    </message>
</context>
<context>
    <name>RisingPanel</name>
    <message>
        <source>7 hari sampai {until}, dibanding {weeks} pekan sebelumnya.</source>
        <translation>7 days up to {until}, against the {weeks} weeks before.</translation>
    </message>
    <message>
        <source>Belum dihitung.</source>
        <translation>Not worked out yet.</translation>
    </message>
    <message>
        <source>Riwayat belum cukup: perlu {n} pekan.</source>
        <translation>Not enough history: {n} weeks are needed.</translation>
    </message>
    <message>
        <source>Sedang naik</source>
        <translation>Rising</translation>
    </message>
    <message>
        <source>Sedang naik · {n}</source>
        <translation>Rising · {n}</translation>
    </message>
    <message>
        <source>Sedang naik: {name}, {n} dalam 7 hari, biasanya {usual}</source>
        <translation>Rising: {name}, {n} in 7 days, usually {usual}</translation>
    </message>
    <message>
        <source>Tidak ada yang naik melebihi kebetulan. {said}</source>
        <translation>Nothing rises beyond chance. {said}</translation>
    </message>
    <message>
        <source>biasanya {usual} per pekan · sejak {since}</source>
        <translation>usually {usual} a week · since {since}</translation>
    </message>
    <message>
        <source>{name}, {since} – {until}</source>
        <translation>{name}, {since} – {until}</translation>
    </message>
</context>
<context>
    <name>SaveFilterSheet</name>
    <message>
        <source>Bagikan</source>
        <translation>Share</translation>
    </message>
    <message>
        <source>Bagikan saringan</source>
        <translation>Share filter</translation>
    </message>
    <message>
        <source>Isi dulu: {what}.</source>
        <translation>Fill in first: {what}.</translation>
    </message>
    <message>
        <source>Nama saringan</source>
        <translation>Name of the filter</translation>
    </message>
    <message>
        <source>Nama yang sudah ada diganti isinya.</source>
        <translation>A name that exists gets the new filter.</translation>
    </message>
    <message>
        <source>Semua petugas di ruangan melihatnya di bawah Bersama, dengan nama Anda.</source>
        <translation>Every officer in the room sees it under Shared, with your name.</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Simpan saringan</source>
        <translation>Save the filter</translation>
    </message>
    <message>
        <source>Sudah ada: {names}</source>
        <translation>There are: {names}</translation>
    </message>
    <message>
        <source>mis. Banjir Periuk</source>
        <translation>e.g. Flood Periuk</translation>
    </message>
</context>
<context>
    <name>SavedFilters</name>
    <message>
        <source>Bagikan ke ruangan …</source>
        <translation>Share with the room …</translation>
    </message>
    <message>
        <source>Bersama</source>
        <translation>Shared</translation>
    </message>
    <message>
        <source>Hapus</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Saringan Anda (Alt+1 … Alt+9) dan saringan bersama</source>
        <translation>Your filters (Alt+1 … Alt+9) and shared filters</translation>
    </message>
    <message>
        <source>Saringan tersimpan</source>
        <translation>Saved filters</translation>
    </message>
    <message>
        <source>Simpan saringan ini …</source>
        <translation>Save this filter …</translation>
    </message>
    <message>
        <source>Tarik dari ruangan</source>
        <translation>Withdraw from the room</translation>
    </message>
    <message>
        <source>Tersimpan</source>
        <translation>Saved</translation>
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
    <name>ShelveSheet</name>
    <message>
        <source>Alasan</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Alasan menunda alarm</source>
        <translation>Reason to shelve the alarm</translation>
    </message>
    <message>
        <source>Selama</source>
        <translation>For</translation>
    </message>
    <message>
        <source>Tulis dulu alasannya.</source>
        <translation>Write the reason first.</translation>
    </message>
    <message>
        <source>Tunda</source>
        <translation>Shelve</translation>
    </message>
    <message>
        <source>Tunda alarm</source>
        <translation>Shelve the alarm</translation>
    </message>
    <message>
        <source>{number}. Alasan dan akhirnya terbaca semua meja.</source>
        <translation>{number}. All desks can read the reason and the end.</translation>
    </message>
    <message>
        <source>{n} jam</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} menit</source>
        <translation>{n} min</translation>
    </message>
</context>
<context>
    <name>ShiftPage</name>
    <message>
        <source>Buku jaga</source>
        <translation>Shift log</translation>
    </message>
    <message>
        <source>Giliran ini</source>
        <translation>This shift</translation>
    </message>
    <message>
        <source>Serah terima</source>
        <translation>Handover</translation>
    </message>
    <message>
        <source>Serah terima atau buku jaga</source>
        <translation>Handover or shift log</translation>
    </message>
</context>
<context>
    <name>SignBox</name>
    <message>
        <source>Baris kritis: {n}. Tulis catatan bila perlu, lalu tanda tangani.</source>
        <translation>Critical lines: {n}. Add remarks if needed, then sign.</translation>
    </message>
    <message>
        <source>Catatan umum</source>
        <translation>General remark</translation>
    </message>
    <message>
        <source>Diserahkan oleh {who}, {at}</source>
        <translation>Handed over by {who}, {at}</translation>
    </message>
    <message>
        <source>Diterima oleh {who}, {at}</source>
        <translation>Received by {who}, {at}</translation>
    </message>
    <message>
        <source>Giliran jaga sudah beralih</source>
        <translation>The shift has changed hands</translation>
    </message>
    <message>
        <source>Kata sandi petugas masuk</source>
        <translation>Password of the incoming officer</translation>
    </message>
    <message>
        <source>Mulai serah terima baru</source>
        <translation>Begin a new handover</translation>
    </message>
    <message>
        <source>Nama pengguna petugas masuk</source>
        <translation>User name of the incoming officer</translation>
    </message>
    <message>
        <source>Petugas keluar</source>
        <translation>Outgoing officer</translation>
    </message>
    <message>
        <source>Petugas masuk</source>
        <translation>Incoming officer</translation>
    </message>
    <message>
        <source>Simpan PDF …</source>
        <translation>Save PDF …</translation>
    </message>
    <message>
        <source>Tanda tangani dan serahkan</source>
        <translation>Sign and hand over</translation>
    </message>
    <message>
        <source>Terima giliran jaga</source>
        <translation>Take over the shift</translation>
    </message>
    <message>
        <source>{n} dari {all} baris kritis dibuka</source>
        <translation>{n} of {all} critical lines opened</translation>
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
    <name>SimilarPanel</name>
    <message>
        <source>Kasus serupa · {n}</source>
        <translation>Similar cases · {n}</translation>
    </message>
    <message>
        <source>bandingkan</source>
        <translation>compare</translation>
    </message>
</context>
<context>
    <name>SimilarRow</name>
    <message>
        <source>Mungkin sama: {why}</source>
        <translation>Probably the same: {why}</translation>
    </message>
    <message>
        <source>Nomor menyusul</source>
        <translation>Number to follow</translation>
    </message>
</context>
<context>
    <name>SmallMap</name>
    <message>
        <source>Titik di peta</source>
        <translation>Point on the map</translation>
    </message>
</context>
<context>
    <name>SoundPanel</name>
    <message>
        <source>Berbunyi sampai seseorang menekan Diketahui.</source>
        <translation>Sounds until somebody presses Acknowledge.</translation>
    </message>
    <message>
        <source>Bisukan {n} menit</source>
        <translation>Quiet for {n} minutes</translation>
    </message>
    <message>
        <source>Bunyikan lagi</source>
        <translation>Sound again</translation>
    </message>
    <message>
        <source>Coba suara</source>
        <translation>Try the sounds</translation>
    </message>
    <message>
        <source>Suara alarm: {loud}</source>
        <translation>Alarm sound: {loud}</translation>
    </message>
    <message>
        <source>Suara di meja ini</source>
        <translation>Sound at this desk</translation>
    </message>
    <message>
        <source>{quiet}. Darurat tetap berbunyi.</source>
        <translation>{quiet}. Emergencies still sound.</translation>
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
    <name>SumLine</name>
    <message>
        <source>{n} laporan masuk</source>
        <translation>{n} reports received</translation>
    </message>
    <message>
        <source>{problems} masalah berbeda · sampai akhir periode {received} = {red} + {yellow} + {green} + {grey}</source>
        <translation>{problems} distinct problems · until the end of the period {received} = {red} + {yellow} + {green} + {grey}</translation>
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
    <name>SummaryPage</name>
    <message>
        <source>Lewat tenggat</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>OPD</source>
        <translation>agency</translation>
    </message>
    <message>
        <source>Papan laporan</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Finished</translation>
    </message>
    <message>
        <source>Tertua tanpa OPD</source>
        <translation>Oldest unassigned</translation>
    </message>
    <message>
        <source>baru</source>
        <translation>recent</translation>
    </message>
    <message>
        <source>bukan kami</source>
        <translation>not ours</translation>
    </message>
    <message>
        <source>dari {n} kasus</source>
        <translation>of {n} cases</translation>
    </message>
    <message>
        <source>dari {n} terbuka</source>
        <translation>of {n} open</translation>
    </message>
    <message>
        <source>ditutup</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>kerja</source>
        <translation>at work</translation>
    </message>
    <message>
        <source>pelapor</source>
        <translation>reporter</translation>
    </message>
    <message>
        <source>ruang</source>
        <translation>room</translation>
    </message>
    <message>
        <source>validasi</source>
        <translation>to check</translation>
    </message>
    <message>
        <source>{all} laporan = {red} merah + {yellow} kuning + {green} hijau + {grey} abu</source>
        <translation>{all} reports = {red} red + {yellow} yellow + {green} green + {grey} grey</translation>
    </message>
    <message>
        <source>{n} dari {all}</source>
        <translation>{n} of {all}</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>Dibuka lagi</source>
        <translation>Reopened</translation>
    </message>
    <message>
        <source>Dikembalikan OPD</source>
        <translation>Bounced by agency</translation>
    </message>
    <message>
        <source>Ditindaklanjuti</source>
        <translation>Followed up</translation>
    </message>
    <message>
        <source>Masuk</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Tepat waktu</source>
        <translation>On time</translation>
    </message>
    <message>
        <source>Terbuka di akhir</source>
        <translation>Open at the end</translation>
    </message>
    <message>
        <source>{part} dari {of}</source>
        <translation>{part} of {of}</translation>
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
    <name>TodayPage</name>
    <message>
        <source>Hari ini</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>biasanya {n} sampai jam ini</source>
        <translation>usually {n} by this time</translation>
    </message>
    <message>
        <source>hingga kini</source>
        <translation>by now</translation>
    </message>
    <message>
        <source>laporan masuk</source>
        <translation>reports came in</translation>
    </message>
    <message>
        <source>sehari</source>
        <translation>all day</translation>
    </message>
    <message>
        <source>{n} laporan masuk hari ini; biasanya {mean} pada {day} sampai jam ini</source>
        <translation>{n} reports came in today; usually {mean} on a {day} by this time</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Alarm: {n}</source>
        <translation>Alarms: {n}</translation>
    </message>
    <message>
        <source>Catat laporan dari telepon atau kunjungan</source>
        <translation>Take down a report by phone or visit</translation>
    </message>
    <message>
        <source>Halaman ini ke jendela sendiri</source>
        <translation>This page into its own window</translation>
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
        <source>Kesehatan meja ini dan server</source>
        <translation>Health of this desk and of the server</translation>
    </message>
    <message>
        <source>Kunci meja</source>
        <translation>Lock the desk</translation>
    </message>
    <message>
        <source>Laporan baru</source>
        <translation>New report</translation>
    </message>
</context>
<context>
    <name>TornWindow</name>
    <message>
        <source>Kembalikan</source>
        <translation>Put back</translation>
    </message>
    <message>
        <source>Kembalikan ke jendela utama</source>
        <translation>Put back into the main window</translation>
    </message>
    <message>
        <source>{page} · LIVE Room</source>
        <translation>{page} · LIVE Room</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Angka di lonceng: sekian hal perlu tindakan seseorang. {alarms} membukanya. Nyatakan diketahui bila Anda yang mengurus, atau tunda dengan alasan.</source>
        <translation>The number on the bell: so many things need somebody to act. {alarms} opens them. Acknowledge what you take care of, or put it off with a reason.</translation>
    </message>
    <message>
        <source>Di sini tampak apakah meja ini terhubung. Bila putus, teruskan bekerja: semuanya tersimpan di Kotak keluar dan terkirim sendiri nanti.</source>
        <translation>This shows whether the desk is connected. When it is not, work on: everything is kept in the Outbox and sent by itself later.</translation>
    </message>
    <message>
        <source>Laporan merah di sini menunggu Anda; yang tenggatnya paling dekat ada di atas. {next} dan {previous} berpindah kartu, Enter membukanya.</source>
        <translation>The red reports here wait for you; the soonest deadline is on top. {next} and {previous} move between cards, Enter opens one.</translation>
    </message>
    <message>
        <source>Lonceng</source>
        <translation>The bell</translation>
    </message>
    <message>
        <source>Lupa tombolnya?</source>
        <translation>Forgot a key?</translation>
    </message>
    <message>
        <source>Mulai di lajur Ruang</source>
        <translation>Begin in the lane Room</translation>
    </message>
    <message>
        <source>Tanpa server pun bisa</source>
        <translation>Without the server, too</translation>
    </message>
    <message>
        <source>Teruskan ke OPD</source>
        <translation>Forward to the agency</translation>
    </message>
    <message>
        <source>Tur singkat · {n} dari {all}</source>
        <translation>Short tour · {n} of {all}</translation>
    </message>
    <message>
        <source>{forward} menampilkan OPD yang disarankan beserta alasannya, Enter mengirim. Sesudah itu giliran OPD: kasusnya pindah ke lajur ini sampai mereka menerimanya. Keliru? {undo} membatalkan.</source>
        <translation>{forward} shows the suggested agency and why, Enter sends. Then it is the agency’s turn: the case moves to this lane until they accept it. A mistake? {undo} takes it back.</translation>
    </message>
    <message>
        <source>{keys} menampilkan semua tombol; {palette} mencari perintah, tempat dan kasus. Tema, ukuran teks dan bahasa ada di bawah nama Anda. Tur ini dapat dilihat lagi dengan {tour}.</source>
        <translation>{keys} shows every key; {palette} finds commands, places and cases. Theme, text size and language are under your name. See this tour again with {tour}.</translation>
    </message>
</context>
<context>
    <name>TourCard</name>
    <message>
        <source>Lanjut</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Tutup tur</source>
        <translation>Close tour</translation>
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
    <name>ViewBanner</name>
    <message>
        <source>Melihat sebagai {role} · hanya lihat · sampai {at}</source>
        <translation>Viewing as {role} · read only · until {at}</translation>
    </message>
    <message>
        <source>Selesai melihat ({keys})</source>
        <translation>Stop viewing ({keys})</translation>
    </message>
</context>
<context>
    <name>ViewSheet</name>
    <message>
        <source>Ketik peran atau OPD</source>
        <translation>Type a role or agency</translation>
    </message>
    <message>
        <source>Konsol seperti peran ini melihatnya, paling lama 15 menit. Hanya lihat; tercatat di server, dan tidak terhitung sebagai hadir atau membaca.</source>
        <translation>The console as this role sees it, for 15 minutes at most. Read only; recorded on the server, and counted neither as being there nor as reading.</translation>
    </message>
    <message>
        <source>Lihat sebagai</source>
        <translation>View as</translation>
    </message>
</context>
<context>
    <name>WallDoor</name>
    <message>
        <source>Dinding ini belum terdaftar</source>
        <translation>This wall is not let in yet</translation>
    </message>
    <message>
        <source>Disk komputer dinding ini tidak bisa ditulisi</source>
        <translation>The disk of this wall&apos;s computer takes nothing</translation>
    </message>
    <message>
        <source>Ketik di server:</source>
        <translation>Type at the server:</translation>
    </message>
    <message>
        <source>Menunggu server</source>
        <translation>Waiting for the server</translation>
    </message>
    <message>
        <source>Program dinding ini perlu diperbarui</source>
        <translation>The program of this wall must be updated</translation>
    </message>
    <message>
        <source>Sertifikat server tidak dikenal; beri --fingerprint</source>
        <translation>The server&apos;s certificate is not known; give --fingerprint</translation>
    </message>
    <message>
        <source>Server belum menjawab</source>
        <translation>The server does not answer yet</translation>
    </message>
    <message>
        <source>Server sedang menyiapkan angka</source>
        <translation>The server is getting its figures ready</translation>
    </message>
</context>
<context>
    <name>WallFace</name>
    <message>
        <source>Diperbarui {time}</source>
        <translation>As of {time}</translation>
    </message>
    <message>
        <source>Jam belum diverifikasi</source>
        <translation>Clock not verified</translation>
    </message>
    <message>
        <source>Jam belum pasti</source>
        <translation>Clock unsure</translation>
    </message>
    <message>
        <source>Terputus</source>
        <translation>Cut off</translation>
    </message>
    <message>
        <source>Tidak tersambung</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>Tidak tersambung. Umur angka ini: {age}</source>
        <translation>Not connected. Age of these figures: {age}</translation>
    </message>
    <message>
        <source>Umur angka ini:</source>
        <translation>Age of figures:</translation>
    </message>
</context>
<context>
    <name>WallMapPage</name>
    <message>
        <source>Peta kasus terbuka</source>
        <translation>Open cases</translation>
    </message>
    <message>
        <source>{n} tanpa titik di peta</source>
        <translation>{n} without a point</translation>
    </message>
</context>
<context>
    <name>WebPart</name>
    <message>
        <source>Alamat ubin</source>
        <translation>Address of the tiles</translation>
    </message>
    <message>
        <source>Hentikan</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Keterangan sumber, selalu tertulis di peta</source>
        <translation>Whose map it is, always written on it</translation>
    </message>
    <message>
        <source>Kosongkan simpanan</source>
        <translation>Empty the cache</translation>
    </message>
    <message>
        <source>Kota tanpa jaringan, sampai perbesaran</source>
        <translation>The city without network, up to zoom</translation>
    </message>
    <message>
        <source>Pakai alamat</source>
        <translation>Use address</translation>
    </message>
    <message>
        <source>Perbesaran terakhir yang ada</source>
        <translation>Last zoom there is</translation>
    </message>
    <message>
        <source>Ubin kota yang sudah diunduh</source>
        <translation>Tiles of the city downloaded</translation>
    </message>
    <message>
        <source>Unduh kota</source>
        <translation>Download the city</translation>
    </message>
</context>
<context>
    <name>WholeBox</name>
    <message>
        <source>Jadikan naskah tersendiri</source>
        <translation>Make it a brief of its own</translation>
    </message>
    <message>
        <source>Menggantikan naskah {id}.</source>
        <translation>Replaces brief {id}.</translation>
    </message>
    <message>
        <source>Pengantar naskah</source>
        <translation>Words before the claims</translation>
    </message>
    <message>
        <source>Seluruh naskah</source>
        <translation>The whole brief</translation>
    </message>
    <message>
        <source>{n} klaim dimuat, {out} dikeluarkan.</source>
        <translation>{n} claims in it, {out} left out.</translation>
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
    <name>_Panel</name>
    <message>
        <source>baik</source>
        <translation>well</translation>
    </message>
    <message>
        <source>gangguan</source>
        <translation>trouble</translation>
    </message>
    <message>
        <source>perhatikan</source>
        <translation>note</translation>
    </message>
    <message>
        <source>terputus</source>
        <translation>cut off</translation>
    </message>
</context>
<context>
    <name>_Stop</name>
    <message>
        <source>di jendela sendiri</source>
        <translation>in its own window</translation>
    </message>
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
        <source>Alihkan ke {opd}</source>
        <translation>Reassign to {opd}</translation>
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
        <source>Atau mengapa tanpa foto atau video</source>
        <translation>Or why there is no photo or video</translation>
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
        <source>Dikirim dengan nomor yang sama. Open311 tidak mengenali kiriman ulang: tanyakan dulu ke OPD apakah sudah sampai.</source>
        <translation>Sent under the same id. Open311 does not know a repeat: ask the agency first whether it has come.</translation>
    </message>
    <message>
        <source>Foto atau video sesudah pekerjaan</source>
        <translation>Photo or video after the work</translation>
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
        <source>Kapan diberi tahu</source>
        <translation>When they were told</translation>
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
        <source>Kirim lagi</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>Kiriman yang belum sampai</source>
        <translation>Delivery that has not arrived</translation>
    </message>
    <message>
        <source>Lampirkan foto</source>
        <translation>Attach photo</translation>
    </message>
    <message>
        <source>Laporan baru</source>
        <translation>New report</translation>
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
        <source>Nama yang diberi tahu di OPD</source>
        <translation>Name of who was told at the agency</translation>
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
        <source>Perbaiki lokasi</source>
        <translation>Correct location</translation>
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
        <source>Sudah disampaikan</source>
        <translation>Told by phone</translation>
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
    <message>
        <source>Yang disampaikan</source>
        <translation>What they were told</translation>
    </message>
</context>
<context>
    <name>alarms</name>
    <message>
        <source>Belum ada yang menangani: {rule} hampir lewat</source>
        <translation>Nobody is on it: {rule} is nearly due</translation>
    </message>
    <message>
        <source>Belum sampai ke {opd}: beri tahu</source>
        <translation>Has not reached {opd}: tell them</translation>
    </message>
    <message>
        <source>Darurat baru: teruskan</source>
        <translation>New emergency: forward it</translation>
    </message>
    <message>
        <source>Naik kepada Anda: {rule} terlambat</source>
        <translation>Escalated to you: {rule} is late</translation>
    </message>
    <message>
        <source>Tenggat lewat: {rule}</source>
        <translation>Deadline passed: {rule}</translation>
    </message>
    <message>
        <source>belum sampai {n}</source>
        <translation>not delivered {n}</translation>
    </message>
    <message>
        <source>darurat {n}</source>
        <translation>emergency {n}</translation>
    </message>
    <message>
        <source>hampir lewat {n}</source>
        <translation>nearly late {n}</translation>
    </message>
    <message>
        <source>naik kepada Anda {n}</source>
        <translation>escalated to you {n}</translation>
    </message>
    <message>
        <source>tenggat lewat {n}</source>
        <translation>past deadline {n}</translation>
    </message>
</context>
<context>
    <name>basemap</name>
    <message>
        <source>Alamat belum memuat {missing}. Contoh: …/{{z}}/{{x}}/{{y}}.png</source>
        <translation>The address lacks {missing}. Example: …/{{z}}/{{x}}/{{y}}.png</translation>
    </message>
    <message>
        <source>Alamat memuat nama atau kata sandi. Pakai alamat tanpa itu.</source>
        <translation>The address holds a name or password. Use one without.</translation>
    </message>
    <message>
        <source>Alas peta: {name}, sumber tidak disebut</source>
        <translation>Basemap: {name}, source not named</translation>
    </message>
    <message>
        <source>Itu bukan alamat ubin. Contoh: https://ubin.contoh.go.id/{{z}}/{{x}}/{{y}}.png</source>
        <translation>That is no address of tiles. Example: https://tiles.example.go.id/{{z}}/{{x}}/{{y}}.png</translation>
    </message>
    <message>
        <source>Jawaban {host} terlalu besar untuk sebuah ubin. Periksa alamatnya.</source>
        <translation>The answer of {host} is too large for a tile. Check the address.</translation>
    </message>
    <message>
        <source>Lapisan di {file} tidak dikenal. Pakai skema OpenMapTiles, Protomaps atau Shortbread.</source>
        <translation>The layers in {file} are not known. Use the schema of OpenMapTiles, Protomaps or Shortbread.</translation>
    </message>
    <message>
        <source>Semua {n} ubin kota sudah ada.</source>
        <translation>All {n} tiles of the city are here.</translation>
    </message>
    <message>
        <source>Simpanan kosong</source>
        <translation>The cache is empty</translation>
    </message>
    <message>
        <source>Simpanan: {n} ubin, {size} dari {most}, tertua {day}</source>
        <translation>Cache: {n} tiles, {size} of {most}, the oldest of {day}</translation>
    </message>
    <message>
        <source>Tidak muat di simpanan {most} MB. Kurangi perbesarannya, atau pakai berkas.</source>
        <translation>It does not fit the cache of {most} MB. Choose a lower zoom, or use a file.</translation>
    </message>
    <message>
        <source>Tulis keterangan sumber yang diminta pemilik peta, misalnya © kontributor OpenStreetMap.</source>
        <translation>Write what the owner of the map wants to be named as, such as © OpenStreetMap contributors.</translation>
    </message>
    <message>
        <source>Ubin tampil, tetapi tidak tersimpan: {file} tidak dapat ditulis. Periksa cakram.</source>
        <translation>Tiles are shown but not kept: {file} cannot be written. Check the disk.</translation>
    </message>
    <message>
        <source>gambar</source>
        <translation>picture</translation>
    </message>
    <message>
        <source>vektor</source>
        <translation>vector</translation>
    </message>
    <message>
        <source>{file} berisi ubin {form}; yang dibaca hanya PNG, JPEG, WebP dan ubin vektor (MVT).</source>
        <translation>{file} holds {form} tiles; only PNG, JPEG, WebP and vector tiles (MVT) are read.</translation>
    </message>
    <message>
        <source>{file} bukan berkas MBTiles atau PMTiles. Pilih berkas lain.</source>
        <translation>{file} is neither an MBTiles nor a PMTiles file. Choose another file.</translation>
    </message>
    <message>
        <source>{file} dimampatkan dengan {form}; yang dibaca hanya gzip. Mampatkan ulang.</source>
        <translation>{file} is compressed with {form}; only gzip is read. Compress it anew.</translation>
    </message>
    <message>
        <source>{file} memakai PMTiles versi lama. Ubah ke versi 3: pmtiles convert.</source>
        <translation>{file} is an old version of PMTiles. Bring it to version 3: pmtiles convert.</translation>
    </message>
    <message>
        <source>{file} rusak atau tidak lengkap. Salin atau unduh berkasnya lagi.</source>
        <translation>{file} is damaged or incomplete. Copy or download the file again.</translation>
    </message>
    <message>
        <source>{file} tidak ada lagi. Pilih berkasnya lagi.</source>
        <translation>{file} is not there any more. Choose the file again.</translation>
    </message>
    <message>
        <source>{file} tidak berisi ubin peta. Buat atau unduh berkasnya lagi.</source>
        <translation>{file} holds no map tiles. Make or download the file again.</translation>
    </message>
    <message>
        <source>{file} tidak dapat dibaca. Periksa cakram dan izin berkasnya, lalu ulangi.</source>
        <translation>{file} cannot be read. Check the disk and the file&apos;s permissions, then try again.</translation>
    </message>
    <message>
        <source>{file} tidak dapat dibuka. Periksa cakram dan izin foldernya, lalu ulangi.</source>
        <translation>{file} cannot be opened. Check the disk and the folder&apos;s permissions, then try again.</translation>
    </message>
    <message>
        <source>{host} menolak ({status}). Tanyakan kepada pemiliknya, atau pakai alamat lain.</source>
        <translation>{host} refuses ({status}). Ask its owner, or use another address.</translation>
    </message>
    <message>
        <source>{host} tidak menjawab dengan ubin peta ({status}, {form}). Periksa alamatnya.</source>
        <translation>{host} does not answer with map tiles ({status}, {form}). Check the address.</translation>
    </message>
    <message>
        <source>{many} ubin terlalu banyak untuk diminta (paling banyak {most}). Kurangi perbesarannya, atau pakai berkas.</source>
        <translation>{many} tiles are too many to ask for (at most {most}). Choose a lower zoom, or use a file.</translation>
    </message>
    <message>
        <source>{name}: ubin {kind}, perbesaran {lowest}–{highest}</source>
        <translation>{name}: {kind} tiles, zoom {lowest}–{highest}</translation>
    </message>
    <message>
        <source>{n} ubin, {here} sudah ada; mengunduh ± {size}.</source>
        <translation>{n} tiles, {here} are here; downloading ± {size}.</translation>
    </message>
    <message>
        <source>{place} di alamat tidak dikenal. Yang dikenal: {{z}}, {{x}}, {{y}}, {{r}}, {{s}}.</source>
        <translation>{place} in the address is not known. Known are {{z}}, {{x}}, {{y}}, {{r}}, {{s}}.</translation>
    </message>
</context>
<context>
    <name>chooser</name>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>Folder:</translation>
    </message>
    <message>
        <source>Jenis berkas:</source>
        <translation>File type:</translation>
    </message>
    <message>
        <source>Nama berkas:</source>
        <translation>File name:</translation>
    </message>
</context>
<context>
    <name>clocks</name>
    <message>
        <source>Terlambat: {rule}. Langkah {step}: naik ke {whom}</source>
        <translation>Late: {rule}. Step {step}: up to {whom}</translation>
    </message>
</context>
<context>
    <name>deeds</name>
    <message>
        <source>Alas peta</source>
        <translation>Basemap</translation>
    </message>
    <message>
        <source>Angka</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>Bagikan saringan ke ruangan</source>
        <translation>Share filter with the room</translation>
    </message>
    <message>
        <source>Bandingkan kasus serupa</source>
        <translation>Compare similar cases</translation>
    </message>
    <message>
        <source>Batalkan tindakan massal</source>
        <translation>Undo the act on many cases</translation>
    </message>
    <message>
        <source>Bisukan alarm / bunyikan lagi</source>
        <translation>Quiet alarms / sound again</translation>
    </message>
    <message>
        <source>Buka lipatan kasus</source>
        <translation>Unfold the case</translation>
    </message>
    <message>
        <source>Cari</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Cari fasilitas, pilih jenis di peta</source>
        <translation>Find a facility, choose kinds on the map</translation>
    </message>
    <message>
        <source>Cincin jarak di sekitar kasus</source>
        <translation>Distance ring around the case</translation>
    </message>
    <message>
        <source>Cincin jarak lebih lebar</source>
        <translation>Wider distance ring</translation>
    </message>
    <message>
        <source>Cincin jarak lebih sempit</source>
        <translation>Narrower distance ring</translation>
    </message>
    <message>
        <source>Coba suara alarm</source>
        <translation>Try the alarm sounds</translation>
    </message>
    <message>
        <source>Fasilitas di peta: tampilkan atau sembunyikan</source>
        <translation>Facilities on the map: show or hide</translation>
    </message>
    <message>
        <source>Gerak dikurangi</source>
        <translation>Less motion</translation>
    </message>
    <message>
        <source>Gerak penuh</source>
        <translation>Full motion</translation>
    </message>
    <message>
        <source>Halaman ke jendela sendiri, atau kembali</source>
        <translation>Page into its own window, or back</translation>
    </message>
    <message>
        <source>Jangan mengunci sendiri</source>
        <translation>Never lock by itself</translation>
    </message>
    <message>
        <source>Kartu lega</source>
        <translation>Roomy cards</translation>
    </message>
    <message>
        <source>Kartu rapat</source>
        <translation>Compact cards</translation>
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
        <source>Ke alarm</source>
        <translation>Go to alarms</translation>
    </message>
    <message>
        <source>Ke kasus baru di luar layar</source>
        <translation>Go to a new case out of view</translation>
    </message>
    <message>
        <source>Ke saringan tersimpan dan bersama</source>
        <translation>Go to saved and shared filters</translation>
    </message>
    <message>
        <source>Ke {place}</source>
        <translation>To {place}</translation>
    </message>
    <message>
        <source>Keluar</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Kesehatan</source>
        <translation>Health</translation>
    </message>
    <message>
        <source>Kolom tabel</source>
        <translation>Columns of the table</translation>
    </message>
    <message>
        <source>Kotak keluar</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Kunci meja</source>
        <translation>Lock the desk</translation>
    </message>
    <message>
        <source>Kunci sesudah {n} menit</source>
        <translation>Lock after {n} minutes</translation>
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
        <source>Laporan berkala lewat surel</source>
        <translation>Reports by e-mail</translation>
    </message>
    <message>
        <source>Laporan harian, mingguan, bulanan</source>
        <translation>Daily, weekly, monthly report</translation>
    </message>
    <message>
        <source>Laporan yang dilipat</source>
        <translation>Folded reports</translation>
    </message>
    <message>
        <source>Laso: pilih yang dikelilingi garis</source>
        <translation>Lasso: select what a line goes around</translation>
    </message>
    <message>
        <source>Lihat di peta</source>
        <translation>Show on the map</translation>
    </message>
    <message>
        <source>Lihat sebagai peran lain</source>
        <translation>View as another role</translation>
    </message>
    <message>
        <source>Mesin waktu</source>
        <translation>Time machine</translation>
    </message>
    <message>
        <source>Mesin waktu: lebih cepat</source>
        <translation>Time machine: faster</translation>
    </message>
    <message>
        <source>Mesin waktu: lebih lambat</source>
        <translation>Time machine: slower</translation>
    </message>
    <message>
        <source>Mesin waktu: papan atau peta</source>
        <translation>Time machine: board or map</translation>
    </message>
    <message>
        <source>Mesin waktu: putar atau jeda</source>
        <translation>Time machine: play or pause</translation>
    </message>
    <message>
        <source>Mesin waktu: sejam lebih akhir</source>
        <translation>Time machine: one hour later</translation>
    </message>
    <message>
        <source>Mesin waktu: sejam lebih awal</source>
        <translation>Time machine: one hour earlier</translation>
    </message>
    <message>
        <source>Mesin waktu: semenit lebih akhir</source>
        <translation>Time machine: one minute later</translation>
    </message>
    <message>
        <source>Mesin waktu: semenit lebih awal</source>
        <translation>Time machine: one minute earlier</translation>
    </message>
    <message>
        <source>Naskah</source>
        <translation>Briefs</translation>
    </message>
    <message>
        <source>Papan</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Perintah, tempat dan kasus</source>
        <translation>Commands, places and cases</translation>
    </message>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Peta: bulan ini banding bulan lalu</source>
        <translation>Map: this month against last</translation>
    </message>
    <message>
        <source>Peta: kasus satu per satu</source>
        <translation>Map: case by case</translation>
    </message>
    <message>
        <source>Peta: ke yang sedang naik</source>
        <translation>Map: to what is rising</translation>
    </message>
    <message>
        <source>Peta: kepadatan</source>
        <translation>Map: density</translation>
    </message>
    <message>
        <source>Peta: per kelurahan atau per kecamatan</source>
        <translation>Map: by kelurahan or by kecamatan</translation>
    </message>
    <message>
        <source>Peta: terbuka per wilayah</source>
        <translation>Map: open in each area</translation>
    </message>
    <message>
        <source>Pilih juga kasus berikutnya</source>
        <translation>Select the next case, too</translation>
    </message>
    <message>
        <source>Pilih juga kasus sebelumnya</source>
        <translation>Select the previous case, too</translation>
    </message>
    <message>
        <source>Pilih kasus sekelurahan, lalu sekecamatan</source>
        <translation>Select the cases of the kelurahan, then of the kecamatan</translation>
    </message>
    <message>
        <source>Pilih semua di lajur, tabel atau peta</source>
        <translation>Select all of the lane, the table or the map</translation>
    </message>
    <message>
        <source>Ringkasan</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>Saringan tersimpan {n}</source>
        <translation>Saved filter {n}</translation>
    </message>
    <message>
        <source>Sematkan kasus di halamannya</source>
        <translation>Pin the case to its page</translation>
    </message>
    <message>
        <source>Semua tombol</source>
        <translation>All keys</translation>
    </message>
    <message>
        <source>Serah terima</source>
        <translation>Handover</translation>
    </message>
    <message>
        <source>Simpan angka sebagai berkas</source>
        <translation>Save figures as a file</translation>
    </message>
    <message>
        <source>Simpan peta sebagai PNG atau PDF</source>
        <translation>Save the map as PNG or PDF</translation>
    </message>
    <message>
        <source>Simpan saringan</source>
        <translation>Save the filter</translation>
    </message>
    <message>
        <source>Suara alarm: {loud}</source>
        <translation>Alarm sound: {loud}</translation>
    </message>
    <message>
        <source>Telepon fasilitas terdekat</source>
        <translation>Call the nearest facility</translation>
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
        <source>Tur singkat, kartu berikutnya</source>
        <translation>Short tour, next card</translation>
    </message>
    <message>
        <source>Ubah tombol</source>
        <translation>Change keys</translation>
    </message>
    <message>
        <source>Ukur jarak di peta</source>
        <translation>Measure a distance on the map</translation>
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
    <name>deliveries</name>
    <message>
        <source>Alamatnya belum diisi di server. Hubungi pengelola.</source>
        <translation>Its address is not filled in on the server. Ask the administrator.</translation>
    </message>
    <message>
        <source>Alamatnya tidak boleh dihubungi. Hubungi pengelola.</source>
        <translation>Its address must not be called. Ask the administrator.</translation>
    </message>
    <message>
        <source>BELUM SAMPAI: {opd}, lewat {way}</source>
        <translation>NOT ARRIVED: {opd}, by {way}</translation>
    </message>
    <message>
        <source>BELUM TAHU KASUS INI DITARIK: {opd}.</source>
        <translation>DOES NOT KNOW THAT THIS CASE IS WITHDRAWN: {opd}.</translation>
    </message>
    <message>
        <source>Belum ada yang membuka konsol OPD. Telepon mereka.</source>
        <translation>Nobody has opened the agency&apos;s console. Phone them.</translation>
    </message>
    <message>
        <source>Belum sampai ke {opd} lewat {way}</source>
        <translation>Has not reached {opd} by {way}</translation>
    </message>
    <message>
        <source>Dicatat sistem {opd}</source>
        <translation>Recorded by {opd}&apos;s system</translation>
    </message>
    <message>
        <source>Dikirim lagi ke {opd} lewat {way}</source>
        <translation>Sent again to {opd} by {way}</translation>
    </message>
    <message>
        <source>Dilihat {opd}</source>
        <translation>Seen by {opd}</translation>
    </message>
    <message>
        <source>ESKALASI BELUM SAMPAI: {opd}, lewat {way}.</source>
        <translation>ESCALATION NOT DELIVERED: {opd}, by {way}.</translation>
    </message>
    <message>
        <source>Eskalasi belum sampai ke {opd} lewat {way}</source>
        <translation>Escalation has not reached {opd} by {way}</translation>
    </message>
    <message>
        <source>Eskalasi dicatat sistem {opd}</source>
        <translation>Escalation registered by the system of {opd}</translation>
    </message>
    <message>
        <source>Eskalasi dilihat {opd}</source>
        <translation>Escalation seen by {opd}</translation>
    </message>
    <message>
        <source>Eskalasi sampai ke {opd} lewat {way}</source>
        <translation>Escalation reached {opd} by {way}</translation>
    </message>
    <message>
        <source>Jawaban server mereka tidak bisa dibaca.</source>
        <translation>Their server&apos;s answer cannot be read.</translation>
    </message>
    <message>
        <source>Mungkin sudah sampai. Tanyakan dulu sebelum mengirim lagi.</source>
        <translation>It may have arrived. Ask them before sending it again.</translation>
    </message>
    <message>
        <source>Open311 mereka</source>
        <translation>their Open311</translation>
    </message>
    <message>
        <source>Penarikan dikirim lagi ke {opd} lewat {way}</source>
        <translation>Withdrawal sent again to {opd} by {way}</translation>
    </message>
    <message>
        <source>Percobaan: {n}.</source>
        <translation>Attempts: {n}.</translation>
    </message>
    <message>
        <source>Sambungan aman ke server mereka gagal.</source>
        <translation>The secure connection to their server failed.</translation>
    </message>
    <message>
        <source>Sampai ke {opd} lewat {way}</source>
        <translation>Reached {opd} by {way}</translation>
    </message>
    <message>
        <source>Server mereka menjawab {code}.</source>
        <translation>Their server answered {code}.</translation>
    </message>
    <message>
        <source>Server mereka tidak menjawab pada waktunya.</source>
        <translation>Their server did not answer in time.</translation>
    </message>
    <message>
        <source>Server mereka tidak tersambung.</source>
        <translation>Their server cannot be reached.</translation>
    </message>
    <message>
        <source>Surel eskalasi ke {opd} terkirim</source>
        <translation>Escalation e-mail to {opd} sent</translation>
    </message>
    <message>
        <source>Surel ke {opd} terkirim</source>
        <translation>E-mail to {opd} sent</translation>
    </message>
    <message>
        <source>Telepon mereka, lalu catat bahwa sudah disampaikan.</source>
        <translation>Phone them, then record that they were told.</translation>
    </message>
    <message>
        <source>Telepon mereka, lalu catat penerimaannya atau bahwa sudah disampaikan.</source>
        <translation>Phone them, then record that they accepted or were told.</translation>
    </message>
    <message>
        <source>Telepon mereka, lalu catat penerimaannya.</source>
        <translation>Phone them, then record that they accepted.</translation>
    </message>
    <message>
        <source>Telepon {phone}, lalu catat bahwa sudah disampaikan.</source>
        <translation>Phone {phone}, then record that they were told.</translation>
    </message>
    <message>
        <source>Telepon {phone}, lalu catat penerimaannya atau bahwa sudah disampaikan.</source>
        <translation>Phone {phone}, then record that they accepted or were told.</translation>
    </message>
    <message>
        <source>dicatat {when}</source>
        <translation>recorded {when}</translation>
    </message>
    <message>
        <source>dilihat {when}</source>
        <translation>seen {when}</translation>
    </message>
    <message>
        <source>konsol</source>
        <translation>console</translation>
    </message>
    <message>
        <source>sistem mereka</source>
        <translation>their system</translation>
    </message>
    <message>
        <source>surel</source>
        <translation>e-mail</translation>
    </message>
    <message>
        <source>telepon</source>
        <translation>phone</translation>
    </message>
    <message>
        <source>{opd} belum tahu kasus ini ditarik</source>
        <translation>{opd} does not know yet that this case is withdrawn</translation>
    </message>
    <message>
        <source>{opd} diberi tahu lewat telepon {when} ({name})</source>
        <translation>{opd} told by phone {when} ({name})</translation>
    </message>
    <message>
        <source>{opd} diberi tahu lewat telepon {when} bahwa kasus ini ditarik ({name})</source>
        <translation>{opd} told by phone {when} that this case is withdrawn ({name})</translation>
    </message>
    <message>
        <source>{opd} sudah tahu kasus ini ditarik</source>
        <translation>{opd} knows that this case is withdrawn</translation>
    </message>
    <message>
        <source>{opd} · belum ada kabar sampai</source>
        <translation>{opd} · no news of arrival yet</translation>
    </message>
    <message>
        <source>{opd} · eskalasi</source>
        <translation>{opd} · escalation</translation>
    </message>
    <message>
        <source>{opd} · kasus ini ditarik</source>
        <translation>{opd} · this case is withdrawn</translation>
    </message>
    <message>
        <source>{opd} · kasus ini diteruskan</source>
        <translation>{opd} · this case is forwarded</translation>
    </message>
    <message>
        <source>{opd} · sampai {when} lewat {way}</source>
        <translation>{opd} · arrived {when} by {way}</translation>
    </message>
    <message>
        <source>{opd} · surel terkirim {when}</source>
        <translation>{opd} · e-mail sent {when}</translation>
    </message>
    <message>
        <source>{what}, lewat {way}</source>
        <translation>{what}, by {way}</translation>
    </message>
</context>
<context>
    <name>facilities</name>
    <message>
        <source>Kantor OPD</source>
        <translation>Agency office</translation>
    </message>
    <message>
        <source>Pemadam kebakaran</source>
        <translation>Fire station</translation>
    </message>
    <message>
        <source>Polisi</source>
        <translation>Police</translation>
    </message>
    <message>
        <source>Puskesmas</source>
        <translation>Health centre</translation>
    </message>
    <message>
        <source>Rumah sakit</source>
        <translation>Hospital</translation>
    </message>
    <message>
        <source>Sekolah</source>
        <translation>School</translation>
    </message>
    <message>
        <source>Tempat ibadah</source>
        <translation>Place of worship</translation>
    </message>
    <message>
        <source>Tempat wisata</source>
        <translation>Sight</translation>
    </message>
    <message>
        <source>barat</source>
        <translation>west</translation>
    </message>
    <message>
        <source>barat daya</source>
        <translation>south-west</translation>
    </message>
    <message>
        <source>barat laut</source>
        <translation>north-west</translation>
    </message>
    <message>
        <source>nomor belum diketahui</source>
        <translation>number not known</translation>
    </message>
    <message>
        <source>selatan</source>
        <translation>south</translation>
    </message>
    <message>
        <source>tenggara</source>
        <translation>south-east</translation>
    </message>
    <message>
        <source>timur</source>
        <translation>east</translation>
    </message>
    <message>
        <source>timur laut</source>
        <translation>north-east</translation>
    </message>
    <message>
        <source>utara</source>
        <translation>north</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>12 bulan</source>
        <translation>12 months</translation>
    </message>
    <message>
        <source>30 hari</source>
        <translation>30 days</translation>
    </message>
    <message>
        <source>7 hari</source>
        <translation>7 days</translation>
    </message>
    <message>
        <source>90 hari</source>
        <translation>90 days</translation>
    </message>
    <message>
        <source>Banding periode sebelumnya</source>
        <translation>Against the period before</translation>
    </message>
    <message>
        <source>Banding setahun lalu</source>
        <translation>Against a year ago</translation>
    </message>
    <message>
        <source>Bulan ini</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>Bulan lalu</source>
        <translation>Last month</translation>
    </message>
    <message>
        <source>Diteruskan sampai diterima OPD</source>
        <translation>Forwarded to accepted</translation>
    </message>
    <message>
        <source>Hari</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Laporan masuk dalam periode</source>
        <translation>Reports received in the period</translation>
    </message>
    <message>
        <source>Masuk</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Masuk sampai diteruskan</source>
        <translation>Received to forwarded</translation>
    </message>
    <message>
        <source>Masuk sampai selesai</source>
        <translation>Received to done</translation>
    </message>
    <message>
        <source>Menurut OPD</source>
        <translation>By agency</translation>
    </message>
    <message>
        <source>Menurut jenis</source>
        <translation>By class</translation>
    </message>
    <message>
        <source>Menurut kanal</source>
        <translation>By channel</translation>
    </message>
    <message>
        <source>Menurut kategori</source>
        <translation>By category</translation>
    </message>
    <message>
        <source>Menurut kecamatan</source>
        <translation>By kecamatan</translation>
    </message>
    <message>
        <source>Menurut kelurahan</source>
        <translation>By kelurahan</translation>
    </message>
    <message>
        <source>Menurut petugas</source>
        <translation>By officer</translation>
    </message>
    <message>
        <source>Menurut regu jaga</source>
        <translation>By shift</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Per hari</source>
        <translation>By day</translation>
    </message>
    <message>
        <source>Per kelompok</source>
        <translation>By group</translation>
    </message>
    <message>
        <source>Regu {n}</source>
        <translation>Shift {n}</translation>
    </message>
    <message>
        <source>Ringkasan</source>
        <translation>Summary</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Semua OPD</source>
        <translation>All agencies</translation>
    </message>
    <message>
        <source>Semua kanal</source>
        <translation>All channels</translation>
    </message>
    <message>
        <source>Semua kategori</source>
        <translation>All categories</translation>
    </message>
    <message>
        <source>Semua kecamatan</source>
        <translation>All kecamatan</translation>
    </message>
    <message>
        <source>Semua laporan sampai akhir periode</source>
        <translation>All reports until the end of the period</translation>
    </message>
    <message>
        <source>Tanpa pembanding</source>
        <translation>No comparison</translation>
    </message>
    <message>
        <source>Terbuka di akhir hari</source>
        <translation>Open at the day&apos;s end</translation>
    </message>
    <message>
        <source>Umur yang masih terbuka</source>
        <translation>Age of those still open</translation>
    </message>
    <message>
        <source>abu-abu</source>
        <translation>grey</translation>
    </message>
    <message>
        <source>di antaranya bukan wewenang atau arsip</source>
        <translation>of these not ours or archived</translation>
    </message>
    <message>
        <source>dibuka lagi</source>
        <translation>reopened</translation>
    </message>
    <message>
        <source>dikembalikan OPD</source>
        <translation>bounced by agencies</translation>
    </message>
    <message>
        <source>hijau</source>
        <translation>green</translation>
    </message>
    <message>
        <source>jumlah</source>
        <translation>number</translation>
    </message>
    <message>
        <source>kuning</source>
        <translation>yellow</translation>
    </message>
    <message>
        <source>masalah berbeda</source>
        <translation>distinct problems</translation>
    </message>
    <message>
        <source>median (detik)</source>
        <translation>median (seconds)</translation>
    </message>
    <message>
        <source>median {median}, p90 {p90} ({n} dari {of})</source>
        <translation>median {median}, p90 {p90} ({n} of {of})</translation>
    </message>
    <message>
        <source>merah</source>
        <translation>red</translation>
    </message>
    <message>
        <source>p90 (detik)</source>
        <translation>p90 (seconds)</translation>
    </message>
    <message>
        <source>pekerjaan ditolak</source>
        <translation>work refused</translation>
    </message>
    <message>
        <source>penugasan ke OPD</source>
        <translation>assignments to agencies</translation>
    </message>
    <message>
        <source>sama</source>
        <translation>the same</translation>
    </message>
    <message>
        <source>selesai</source>
        <translation>done</translation>
    </message>
    <message>
        <source>selesai tepat waktu</source>
        <translation>done on time</translation>
    </message>
    <message>
        <source>selesai yang punya batas waktu</source>
        <translation>done that had a deadline</translation>
    </message>
    <message>
        <source>terima</source>
        <translation>accept</translation>
    </message>
    <message>
        <source>teruskan</source>
        <translation>forward</translation>
    </message>
    <message>
        <source>tidak diketahui</source>
        <translation>not known</translation>
    </message>
    <message>
        <source>{name}, dari</source>
        <translation>{name}, of</translation>
    </message>
    <message>
        <source>{name}, jumlah</source>
        <translation>{name}, number</translation>
    </message>
    <message>
        <source>{name}, median (detik)</source>
        <translation>{name}, median (seconds)</translation>
    </message>
    <message>
        <source>{name}, p90 (detik)</source>
        <translation>{name}, p90 (seconds)</translation>
    </message>
    <message>
        <source>{n} hari</source>
        <translation>{n} days</translation>
    </message>
    <message>
        <source>{n} jam</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} mnt</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} poin</source>
        <translation>{n} points</translation>
    </message>
    <message>
        <source>{n}h</source>
        <translation>{n}d</translation>
    </message>
    <message>
        <source>{n}j</source>
        <translation>{n}h</translation>
    </message>
    <message>
        <source>{n}m</source>
        <translation>{n}m</translation>
    </message>
    <message>
        <source>{percent} % dari {of}</source>
        <translation>{percent} % of {of}</translation>
    </message>
</context>
<context>
    <name>filters</name>
    <message>
        <source>Pilih saringan dulu, lalu bagikan.</source>
        <translation>Choose filters first, then share them.</translation>
    </message>
    <message>
        <source>Ruangan sudah punya {limit} saringan bersama. Tarik satu dulu.</source>
        <translation>The room already shares {limit} filters. Withdraw one first.</translation>
    </message>
    <message>
        <source>{by} sudah membagikan “{name}”. Pilih nama lain.</source>
        <translation>{by} already shares “{name}”. Choose another name.</translation>
    </message>
</context>
<context>
    <name>flood</name>
    <message>
        <source>Banjir laporan sejak {since} · {reports} laporan menjadi {cases} kasus</source>
        <translation>Flood of reports since {since} · {reports} reports became {cases} cases</translation>
    </message>
    <message>
        <source>Laporan ini dilipat otomatis ke {case}. {key} mengeluarkannya.</source>
        <translation>This report was folded automatically into {case}. {key} takes it out.</translation>
    </message>
    <message>
        <source>Pelipatan otomatis dihentikan untuk banjir laporan ini.</source>
        <translation>Automatic folding has ended for this flood of reports.</translation>
    </message>
    <message>
        <source>pelipatan dihentikan kepala regu</source>
        <translation>folding was stopped by a supervisor</translation>
    </message>
    <message>
        <source>yang sama tempat dan kategorinya dilipat otomatis</source>
        <translation>those of one place and category are folded automatically</translation>
    </message>
    <message>
        <source>{each} laporan per petugas dalam 10 menit</source>
        <translation>{each} reports an officer in 10 minutes</translation>
    </message>
    <message>
        <source>{n} laporan dilipat otomatis ke kasus ini. {key} membukanya.</source>
        <translation>{n} reports were folded into this case automatically. {key} unfolds them.</translation>
    </message>
</context>
<context>
    <name>handoff</name>
    <message>
        <source>Dikirim ulang atas nama {name}{desk}, dibuat {at}.</source>
        <translation>Sent again on behalf of {name}{desk}, made {at}.</translation>
    </message>
</context>
<context>
    <name>handover</name>
    <message>
        <source>Belum dikategorikan</source>
        <translation>No category yet</translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation>Remark</translation>
    </message>
    <message>
        <source>Catatan petugas keluar</source>
        <translation>Remark of the outgoing officer</translation>
    </message>
    <message>
        <source>Catatan petugas masuk</source>
        <translation>Remark of the incoming officer</translation>
    </message>
    <message>
        <source>Dibuat</source>
        <translation>Made</translation>
    </message>
    <message>
        <source>Ditangguhkan</source>
        <translation>Shelved</translation>
    </message>
    <message>
        <source>Ditangguhkan sampai {at}: {text}</source>
        <translation>Shelved until {at}: {text}</translation>
    </message>
    <message>
        <source>Ditanyakan kepada pelapor {at}</source>
        <translation>Asked of the reporter {at}</translation>
    </message>
    <message>
        <source>Giliran</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Janji kepada pelapor yang jatuh dalam giliran ini</source>
        <translation>Promises to reporters that fall in this shift</translation>
    </message>
    <message>
        <source>Janji kepada pelapor, sesudah giliran ini</source>
        <translation>Promises to reporters, after this shift</translation>
    </message>
    <message>
        <source>Jatuh tempo dalam giliran ini</source>
        <translation>Due in this shift</translation>
    </message>
    <message>
        <source>Kabar ke {who} sejak {at} tidak sampai</source>
        <translation>News to {who} since {at} has not arrived</translation>
    </message>
    <message>
        <source>Kasus</source>
        <translation>Cases</translation>
    </message>
    <message>
        <source>Kasus rahasia</source>
        <translation>Confidential case</translation>
    </message>
    <message>
        <source>Kasus terbuka</source>
        <translation>Open cases</translation>
    </message>
    <message>
        <source>Keadaan</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Kelompok</source>
        <translation>Group</translation>
    </message>
    <message>
        <source>Kiriman yang tidak sampai di OPD</source>
        <translation>Deliveries that did not reach an agency</translation>
    </message>
    <message>
        <source>Kota</source>
        <translation>City</translation>
    </message>
    <message>
        <source>Kotak keluar</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Kotak keluar meja ini belum kosong</source>
        <translation>This desk&apos;s outbox is not empty</translation>
    </message>
    <message>
        <source>Laporan</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>Masalah</source>
        <translation>Problems</translation>
    </message>
    <message>
        <source>Menerima</source>
        <translation>Takes over</translation>
    </message>
    <message>
        <source>Menerima: belum ditandatangani</source>
        <translation>Received: not signed yet</translation>
    </message>
    <message>
        <source>Menerima: {who}, {at}</source>
        <translation>Received: {who}, {at}</translation>
    </message>
    <message>
        <source>Menunggu di meja ini</source>
        <translation>Waiting at this desk</translation>
    </message>
    <message>
        <source>Menunggu jawaban pelapor</source>
        <translation>Waiting for the reporter&apos;s answer</translation>
    </message>
    <message>
        <source>Menyerahkan</source>
        <translation>Hands over</translation>
    </message>
    <message>
        <source>Menyerahkan: {who}, {at}</source>
        <translation>Handed over: {who}, {at}</translation>
    </message>
    <message>
        <source>Nomor</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>OPD diam: diteruskan, belum diterima</source>
        <translation>Silent agencies: forwarded, not accepted</translation>
    </message>
    <message>
        <source>Perihal</source>
        <translation>About</translation>
    </message>
    <message>
        <source>Sebab</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Serah terima</source>
        <translation>Handover</translation>
    </message>
    <message>
        <source>Serah terima · {turn}</source>
        <translation>Handover · {turn}</translation>
    </message>
    <message>
        <source>Sudah melewati tenggat</source>
        <translation>Past the deadline</translation>
    </message>
    <message>
        <source>abu-abu</source>
        <translation>grey</translation>
    </message>
    <message>
        <source>belum ditandatangani</source>
        <translation>not signed yet</translation>
    </message>
    <message>
        <source>disebut di bawah</source>
        <translation>named below</translation>
    </message>
    <message>
        <source>ditolak server; tersimpan di meja ini</source>
        <translation>refused by the server; kept at this desk</translation>
    </message>
    <message>
        <source>hijau</source>
        <translation>green</translation>
    </message>
    <message>
        <source>kasus baru</source>
        <translation>new case</translation>
    </message>
    <message>
        <source>kuning</source>
        <translation>yellow</translation>
    </message>
    <message>
        <source>merah</source>
        <translation>red</translation>
    </message>
    <message>
        <source>tanda tangan diperiksa meja, dikirim oleh {who}</source>
        <translation>signature checked by the desk, delivered by {who}</translation>
    </message>
    <message>
        <source>tenang</source>
        <translation>calm</translation>
    </message>
    <message>
        <source>tersimpan di meja ini, belum terkirim</source>
        <translation>kept at this desk, not sent yet</translation>
    </message>
    <message>
        <source>{city} · LIVE Room · {id} · Halaman {page} dari {pages}</source>
        <translation>{city} · LIVE Room · {id} · Page {page} of {pages}</translation>
    </message>
    <message>
        <source>{day} pukul {time}</source>
        <translation>{day} at {time}</translation>
    </message>
    <message>
        <source>{open} kasus terbuka = {named} disebut di bawah + {calm} tenang</source>
        <translation>{open} open cases = {named} named below + {calm} calm</translation>
    </message>
    <message>
        <source>{sum} = {n} laporan, {problems} masalah</source>
        <translation>{sum} = {n} reports, {problems} problems</translation>
    </message>
    <message>
        <source>{what} pada {number} belum sampai di server, sejak {at}</source>
        <translation>{what} on {number} has not reached the server, since {at}</translation>
    </message>
    <message>
        <source>{what} pada {number} tidak dijalankan server, sejak {at}</source>
        <translation>{what} on {number} was not carried out by the server, since {at}</translation>
    </message>
    <message>
        <source>{who} belum menerima, batasnya {at}</source>
        <translation>{who} has not accepted, limit was {at}</translation>
    </message>
    <message>
        <source>{who} berjanji {at}: {text}</source>
        <translation>{who} promised {at}: {text}</translation>
    </message>
    <message>
        <source>{who} lewat sejak {at}</source>
        <translation>{who} overdue since {at}</translation>
    </message>
    <message>
        <source>{who} sampai {at}</source>
        <translation>{who} until {at}</translation>
    </message>
</context>
<context>
    <name>health</name>
    <message>
        <source>Alarm hanya terlihat. Di Linux: pasang libpulse0, buka lagi aplikasi.</source>
        <translation>Alarms are only seen. On Linux: install libpulse0, open the program again.</translation>
    </message>
    <message>
        <source>Alarm hanya terlihat. Pasang pengeras suara di komputer ini.</source>
        <translation>Alarms are only seen. Connect a loudspeaker to this computer.</translation>
    </message>
    <message>
        <source>Antrean, umur tertua</source>
        <translation>Queues, age of the oldest</translation>
    </message>
    <message>
        <source>Aplikasi memakai jam server; periksa jam komputer ini.</source>
        <translation>The server’s clock is used; check the clock of this computer.</translation>
    </message>
    <message>
        <source>Aplikasi tertahan paling lama</source>
        <translation>Longest stop of the application</translation>
    </message>
    <message>
        <source>BERBEDA</source>
        <translation>DIFFERENT</translation>
    </message>
    <message>
        <source>Berkas</source>
        <translation>Files</translation>
    </message>
    <message>
        <source>Bila berulang, salin laporan ini untuk pengelola.</source>
        <translation>If it happens again, copy this report for the administrator.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Gagal berturut-turut</source>
        <translation>Failures in a row</translation>
    </message>
    <message>
        <source>Gangguan</source>
        <translation>Troubles</translation>
    </message>
    <message>
        <source>Gangguan sistem: {n}</source>
        <translation>System trouble: {n}</translation>
    </message>
    <message>
        <source>Gangguan sistem: {what}</source>
        <translation>System trouble: {what}</translation>
    </message>
    <message>
        <source>Jam</source>
        <translation>Clock</translation>
    </message>
    <message>
        <source>Jam komputer diubah</source>
        <translation>Computer’s clock was moved</translation>
    </message>
    <message>
        <source>Jam server</source>
        <translation>Server’s clock</translation>
    </message>
    <message>
        <source>Kasus yang diperiksa</source>
        <translation>Cases compared</translation>
    </message>
    <message>
        <source>Kesamaan dengan server</source>
        <translation>Agreement with the server</translation>
    </message>
    <message>
        <source>Kirim gagal berturut-turut</source>
        <translation>Failed sendings in a row</translation>
    </message>
    <message>
        <source>Kosongkan ruang cakram.</source>
        <translation>Free some disk space.</translation>
    </message>
    <message>
        <source>Kotak keluar</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Laporkan kepada pengelola.</source>
        <translation>Tell the administrator.</translation>
    </message>
    <message>
        <source>Melihat berkas</source>
        <translation>Looking at files</translation>
    </message>
    <message>
        <source>Membaca papan</source>
        <translation>Reading the board</translation>
    </message>
    <message>
        <source>Mengambil dari server</source>
        <translation>Fetching from the server</translation>
    </message>
    <message>
        <source>Mengirim perintah</source>
        <translation>Sending commands</translation>
    </message>
    <message>
        <source>Menulis papan</source>
        <translation>Writing the board</translation>
    </message>
    <message>
        <source>Menunggu server</source>
        <translation>Waiting for the server</translation>
    </message>
    <message>
        <source>Menyimpan perintah</source>
        <translation>Storing commands</translation>
    </message>
    <message>
        <source>Minta {who} masuk di meja ini, atau serahkan ke kepala regu.</source>
        <translation>Ask {who} to sign in at this desk, or hand them to a supervisor.</translation>
    </message>
    <message>
        <source>Nomor riwayat</source>
        <translation>History id</translation>
    </message>
    <message>
        <source>Papan diunduh ulang dengan sendirinya.</source>
        <translation>The board is downloaded again by itself.</translation>
    </message>
    <message>
        <source>Pembaruan papan</source>
        <translation>Board updates</translation>
    </message>
    <message>
        <source>Pemeriksaan isi terakhir</source>
        <translation>Last comparison</translation>
    </message>
    <message>
        <source>Pengawas melihat kepada siapa di daftar laporan berkala.</source>
        <translation>A supervisor sees to whom in the list of reports by e-mail.</translation>
    </message>
    <message>
        <source>Perangkat suara</source>
        <translation>Sound device</translation>
    </message>
    <message>
        <source>Periksa cakram atau jaringan penyimpanannya.</source>
        <translation>Check the disk or its storage network.</translation>
    </message>
    <message>
        <source>Perintah Anda aman di cakram. Hubungi pengelola server.</source>
        <translation>Your commands are safe on disk. Call the server’s administrator.</translation>
    </message>
    <message>
        <source>Perintah baru belum tersimpan. Periksa cakram komputer ini.</source>
        <translation>New commands are not stored. Check the disk of this computer.</translation>
    </message>
    <message>
        <source>Perlu tindakan</source>
        <translation>Need action</translation>
    </message>
    <message>
        <source>Perubahan di meja ini</source>
        <translation>Changes on this desk</translation>
    </message>
    <message>
        <source>Perubahan di server</source>
        <translation>Changes on the server</translation>
    </message>
    <message>
        <source>Protokol</source>
        <translation>Protocol</translation>
    </message>
    <message>
        <source>Rantai</source>
        <translation>Chain</translation>
    </message>
    <message>
        <source>Ruang kosong</source>
        <translation>Free space</translation>
    </message>
    <message>
        <source>Sambungan</source>
        <translation>Connection</translation>
    </message>
    <message>
        <source>Semua bagian bekerja.</source>
        <translation>Every part works.</translation>
    </message>
    <message>
        <source>Semua bagian bekerja; ada yang perlu diketahui.</source>
        <translation>Every part works; there is something to know.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Server tidak tersambung; meja ini sendiri bekerja.</source>
        <translation>The server is not connected; this desk itself works.</translation>
    </message>
    <message>
        <source>Sidik isi</source>
        <translation>Content fingerprint</translation>
    </message>
    <message>
        <source>Sisa waktu bisa tampak lebih pendek, tidak pernah lebih panjang.</source>
        <translation>Time left may look shorter than it is, never longer.</translation>
    </message>
    <message>
        <source>Sistem</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Suara alarm</source>
        <translation>Alarm sound</translation>
    </message>
    <message>
        <source>Terakhir terdengar</source>
        <translation>Last heard</translation>
    </message>
    <message>
        <source>Tertinggal</source>
        <translation>Behind</translation>
    </message>
    <message>
        <source>Tertua</source>
        <translation>Oldest</translation>
    </message>
    <message>
        <source>Tutup dan buka lagi aplikasi; perintah Anda aman di cakram.</source>
        <translation>Close the application and start it again; your commands are safe on disk.</translation>
    </message>
    <message>
        <source>Versi</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Waktu pemeriksaan</source>
        <translation>Checked at</translation>
    </message>
    <message>
        <source>aplikasi sempat berhenti beberapa detik</source>
        <translation>the application stood still for some seconds</translation>
    </message>
    <message>
        <source>basis data server menjawab dengan kesalahan</source>
        <translation>the server’s database answers with faults</translation>
    </message>
    <message>
        <source>basis data server rusak</source>
        <translation>the server’s database is damaged</translation>
    </message>
    <message>
        <source>basis data server terkunci</source>
        <translation>the server’s database is locked</translation>
    </message>
    <message>
        <source>basis data server tidak terjangkau</source>
        <translation>the server’s database cannot be reached</translation>
    </message>
    <message>
        <source>belum ada</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>belum diverifikasi</source>
        <translation>not verified</translation>
    </message>
    <message>
        <source>belum pernah</source>
        <translation>never</translation>
    </message>
    <message>
        <source>berhenti</source>
        <translation>stopped</translation>
    </message>
    <message>
        <source>berkala</source>
        <translation>polling</translation>
    </message>
    <message>
        <source>berkas papan tidak menjawab</source>
        <translation>the board’s file does not answer</translation>
    </message>
    <message>
        <source>cakram hampir penuh</source>
        <translation>the disk is nearly full</translation>
    </message>
    <message>
        <source>cakram server gagal</source>
        <translation>the server’s disk fails</translation>
    </message>
    <message>
        <source>cakram server penuh</source>
        <translation>the server’s disk is full</translation>
    </message>
    <message>
        <source>cakram server tidak bisa ditulisi</source>
        <translation>the server’s disk cannot be written to</translation>
    </message>
    <message>
        <source>cakram tidak menjawab</source>
        <translation>the disk does not answer</translation>
    </message>
    <message>
        <source>dan {n} lainnya</source>
        <translation>and {n} more</translation>
    </message>
    <message>
        <source>diverifikasi oleh server</source>
        <translation>verified by the server</translation>
    </message>
    <message>
        <source>foto tertua tidak terkirim</source>
        <translation>the oldest photo is not being sent</translation>
    </message>
    <message>
        <source>hari yang disegel tidak cocok dengan riwayat</source>
        <translation>a sealed day does not match the history</translation>
    </message>
    <message>
        <source>isi papan tidak sama dengan server</source>
        <translation>the board differs from the server</translation>
    </message>
    <message>
        <source>jam belum diverifikasi</source>
        <translation>the clock is not verified</translation>
    </message>
    <message>
        <source>jam komputer ini diubah</source>
        <translation>the clock of this computer was moved</translation>
    </message>
    <message>
        <source>kiriman ke OPD tertahan</source>
        <translation>deliveries to agencies are held up</translation>
    </message>
    <message>
        <source>kiriman server ditolak berulang kali</source>
        <translation>what the server sends is refused again and again</translation>
    </message>
    <message>
        <source>kotak keluar tidak menjawab</source>
        <translation>the outbox does not answer</translation>
    </message>
    <message>
        <source>langsung</source>
        <translation>live</translation>
    </message>
    <message>
        <source>laporan berkala tidak sampai lewat surel</source>
        <translation>a report by e-mail has not arrived</translation>
    </message>
    <message>
        <source>luring</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>menghubungkan</source>
        <translation>connecting</translation>
    </message>
    <message>
        <source>mengunduh papan</source>
        <translation>downloading the board</translation>
    </message>
    <message>
        <source>papan gagal diunduh berulang kali</source>
        <translation>the board failed to download again and again</translation>
    </message>
    <message>
        <source>papan tidak bertambah baru</source>
        <translation>the board is not being updated</translation>
    </message>
    <message>
        <source>pengiriman perintah gagal berulang kali</source>
        <translation>sending commands fails again and again</translation>
    </message>
    <message>
        <source>pengiriman ulang perintah berhenti</source>
        <translation>offering commands again has stopped</translation>
    </message>
    <message>
        <source>penjaga tenggat di server berhenti</source>
        <translation>the server’s watch over deadlines has stopped</translation>
    </message>
    <message>
        <source>perintah tertua tidak terkirim</source>
        <translation>the oldest command is not being sent</translation>
    </message>
    <message>
        <source>perintah {who} menunggu, sesinya di meja ini berakhir</source>
        <translation>commands of {who} are waiting, whose session on this desk has ended</translation>
    </message>
    <message>
        <source>perlu diperbarui</source>
        <translation>needs an update</translation>
    </message>
    <message>
        <source>perlu masuk lagi</source>
        <translation>needs signing in</translation>
    </message>
    <message>
        <source>permintaan ke server tidak selesai</source>
        <translation>requests to the server do not end</translation>
    </message>
    <message>
        <source>petugas lain</source>
        <translation>other officers</translation>
    </message>
    <message>
        <source>pustaka suara tidak terpasang</source>
        <translation>the sound library is not installed</translation>
    </message>
    <message>
        <source>riwayat server diragukan</source>
        <translation>the server’s history is in doubt</translation>
    </message>
    <message>
        <source>ruang cakram tinggal sedikit</source>
        <translation>little disk space is left</translation>
    </message>
    <message>
        <source>sama</source>
        <translation>the same</translation>
    </message>
    <message>
        <source>satu bagian server berhenti dan dimulai lagi</source>
        <translation>a part of the server stopped and is started again</translation>
    </message>
    <message>
        <source>server menjawab dengan kesalahan</source>
        <translation>the server answers with errors</translation>
    </message>
    <message>
        <source>server sempat berhenti</source>
        <translation>the server stood still for a while</translation>
    </message>
    <message>
        <source>server tertinggal dari meja ini</source>
        <translation>the server is behind this desk</translation>
    </message>
    <message>
        <source>server tidak selesai menyimpan</source>
        <translation>the server does not finish storing</translation>
    </message>
    <message>
        <source>server tidak sempat membaca datanya</source>
        <translation>the server cannot get round to reading</translation>
    </message>
    <message>
        <source>server tidak terdengar lagi</source>
        <translation>the server is not heard any more</translation>
    </message>
    <message>
        <source>tidak</source>
        <translation>no</translation>
    </message>
    <message>
        <source>tidak ada</source>
        <translation>none</translation>
    </message>
    <message>
        <source>tidak ada gangguan</source>
        <translation>no trouble</translation>
    </message>
    <message>
        <source>tidak ada perangkat suara</source>
        <translation>there is no sound device</translation>
    </message>
    <message>
        <source>tidak diketahui</source>
        <translation>not known</translation>
    </message>
    <message>
        <source>unduhan papan berhenti</source>
        <translation>the download of the board has stopped</translation>
    </message>
    <message>
        <source>{n} dtk</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{n} jam</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} menit</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} perubahan</source>
        <translation>{n} changes</translation>
    </message>
    <message>
        <source>{span} lalu</source>
        <translation>{span} ago</translation>
    </message>
</context>
<context>
    <name>layers</name>
    <message>
        <source>Bulan ini</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>Kasus</source>
        <translation>Cases</translation>
    </message>
    <message>
        <source>Kepadatan</source>
        <translation>Density</translation>
    </message>
    <message>
        <source>Terbuka</source>
        <translation>Open</translation>
    </message>
</context>
<context>
    <name>links</name>
    <message>
        <source> · data {age}</source>
        <translation> · data {age}</translation>
    </message>
    <message>
        <source> · {n} perintah menunggu</source>
        <translation> · {n} waiting</translation>
    </message>
    <message>
        <source> · {n} perintah petugas lain</source>
        <translation> · {n} commands of others</translation>
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
        <source>, {n} petugas lain</source>
        <translation>, {n} of others</translation>
    </message>
    <message>
        <source>Belum tersimpan. </source>
        <translation>Not stored. </translation>
    </message>
    <message>
        <source>Berkas di meja ini rusak; lampirkan lagi.</source>
        <translation>The file on this desk is damaged; attach it again.</translation>
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
        <source>Berkasnya rusak atau tidak lengkap; ambil lagi.</source>
        <translation>The file is damaged or incomplete; take it again.</translation>
    </message>
    <message>
        <source>Bukan foto atau video yang dikenal (JPEG, PNG, WebP, HEIC, MP4, MOV, WebM).</source>
        <translation>Not a photo or video that is known (JPEG, PNG, WebP, HEIC, MP4, MOV, WebM).</translation>
    </message>
    <message>
        <source>Cakram meja ini tidak bisa membacanya lagi.</source>
        <translation>This desk’s disk can no longer read it.</translation>
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
        <source>Ditolak server.</source>
        <translation>The server refused it.</translation>
    </message>
    <message>
        <source>Foto tidak terkirim: {why} Lihat Kotak keluar.</source>
        <translation>A photo was not sent: {why} See the Outbox.</translation>
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
        <source>Gambarnya terlalu besar untuk dibuka.</source>
        <translation>The picture is too large to be opened.</translation>
    </message>
    <message>
        <source>Gangguan sistem · {n}</source>
        <translation>System trouble · {n}</translation>
    </message>
    <message>
        <source>Isi papan tidak sama dengan server; diunduh ulang. Perintah Anda aman.</source>
        <translation>The board was not what the server has; fetched anew. Your commands are safe.</translation>
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
        <source>Lokasi di dalam video tidak bisa dihapus dengan pasti.</source>
        <translation>The place inside the video cannot be removed for certain.</translation>
    </message>
    <message>
        <source>Luring sejak {since}</source>
        <translation>Offline since {since}</translation>
    </message>
    <message>
        <source>Luring · jam belum diverifikasi</source>
        <translation>Offline · clock not verified</translation>
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
        <source>Peran Anda tidak boleh mengirim foto.</source>
        <translation>Your role may not send photos.</translation>
    </message>
    <message>
        <source>Perbarui aplikasi</source>
        <translation>Update the application</translation>
    </message>
    <message>
        <source>Perintah rusak di kedua berkas, tidak bisa dipulihkan: {detail}</source>
        <translation>Commands damaged in both files, beyond repair: {detail}</translation>
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
        <source>Server lebih baru. Perbarui aplikasi; perintah Anda tetap terkirim.</source>
        <translation>The server is newer. Update the application; your commands are still sent.</translation>
    </message>
    <message>
        <source>Server sudah diperbarui. Perbarui aplikasi ini sebelum tertinggal.</source>
        <translation>The server has been updated. Update this application before it falls behind.</translation>
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
        <source>Terhubung · {age}</source>
        <translation>Connected · {age}</translation>
    </message>
    <message>
        <source>Terlalu besar: foto sampai 25 MB, video sampai 200 MB.</source>
        <translation>Too large: photos up to 25 MB, videos up to 200 MB.</translation>
    </message>
    <message>
        <source>Tidak ada lagi di meja ini maupun di server.</source>
        <translation>It is neither on this desk nor on the server any more.</translation>
    </message>
    <message>
        <source>Tidak boleh menulis ke {path}. Periksa izinnya.</source>
        <translation>Not allowed to write to {path}. Check its permissions.</translation>
    </message>
    <message>
        <source>tanpa identitas</source>
        <translation>no identity given</translation>
    </message>
    <message>
        <source>{cases} kasus hilang dari server; kepala regu: lihat Kotak keluar.</source>
        <translation>{cases} cases are missing from the server; supervisor: see the outbox.</translation>
    </message>
    <message>
        <source>{n} dtk lalu</source>
        <translation>{n} s ago</translation>
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
        <source>{n} perintah Anda menunggu server</source>
        <translation>{n} of your commands wait for the server</translation>
    </message>
    <message>
        <source>{n} perintah petugas lain menunggu</source>
        <translation>{n} commands of other officers wait</translation>
    </message>
    <message>
        <source>{n} perlu tindakan</source>
        <translation>{n} need action</translation>
    </message>
</context>
<context>
    <name>logbook</name>
    <message>
        <source>Hanya kepala regu, dari sesinya sendiri, menghentikan pelipatan. Masuk, lalu ulangi.</source>
        <translation>Only a supervisor, in their own session, stops folding. Sign in, then try again.</translation>
    </message>
    <message>
        <source>Hanya petugas dan kepala regu mengisi buku jaga.</source>
        <translation>Only officers and supervisors write in the shift log.</translation>
    </message>
    <message>
        <source>Jam meja ini mendahului server. Periksa jamnya, lalu ulangi.</source>
        <translation>This desk&apos;s clock is ahead of the server. Check it, then repeat.</translation>
    </message>
    <message>
        <source>Masih {left} baris kritis belum dibuka. Buka dulu setiap baris.</source>
        <translation>{left} critical lines are not opened yet. Open every line first.</translation>
    </message>
    <message>
        <source>Serah terima ini bukan yang ditandatangani. Muat ulang buku jaga.</source>
        <translation>This is not the handover that was signed. Reload the shift log.</translation>
    </message>
    <message>
        <source>Serah terimanya belum ada di server. Kirim dulu dari mejanya.</source>
        <translation>The handover is not on the server yet. Send it from its desk first.</translation>
    </message>
    <message>
        <source>Server tidak mengenal {name} sebagai petugas ruang kendali.</source>
        <translation>The server does not know {name} as an officer of the control room.</translation>
    </message>
    <message>
        <source>Sudah diterima oleh {by}.</source>
        <translation>Already received by {by}.</translation>
    </message>
    <message>
        <source>Tulis dulu catatannya.</source>
        <translation>Write the note first.</translation>
    </message>
    <message>
        <source>Yang menerima tidak boleh orang yang menyerahkan. Panggil petugas masuk.</source>
        <translation>Who receives must not be who hands over. Call the incoming officer.</translation>
    </message>
</context>
<context>
    <name>lost</name>
    <message>
        <source>Dibawa kembali sesudah server dipulihkan. Sebelumnya {number}: {state}, {at}.</source>
        <translation>Brought back after the server was restored. Before that {number}: {state}, {at}.</translation>
    </message>
</context>
<context>
    <name>mailing</name>
    <message>
        <source>Baris {n}: tidak ada OPD “{what}”.</source>
        <translation>Line {n}: there is no agency “{what}”.</translation>
    </message>
    <message>
        <source>Baris {n}: {what} sudah disebut di atas.</source>
        <translation>Line {n}: {what} stands above already.</translation>
    </message>
    <message>
        <source>Baris {n}: “{what}” bukan alamat surel.</source>
        <translation>Line {n}: “{what}” is no e-mail address.</translation>
    </message>
    <message>
        <source>Bulanan</source>
        <translation>Monthly</translation>
    </message>
    <message>
        <source>Harian</source>
        <translation>Daily</translation>
    </message>
    <message>
        <source>Mingguan</source>
        <translation>Weekly</translation>
    </message>
    <message>
        <source>PDF tidak jadi</source>
        <translation>no PDF came about</translation>
    </message>
    <message>
        <source>Sebut paling sedikit satu penerima.</source>
        <translation>Name at least one recipient.</translation>
    </message>
    <message>
        <source>angka masih dihitung</source>
        <translation>figures are being counted</translation>
    </message>
    <message>
        <source>belum sampai</source>
        <translation>not arrived</translation>
    </message>
    <message>
        <source>dibatalkan</source>
        <translation>called off</translation>
    </message>
    <message>
        <source>dijeda</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>diterima</source>
        <translation>delivered</translation>
    </message>
    <message>
        <source>ditolak server surel ({code})</source>
        <translation>refused by the mail server ({code})</translation>
    </message>
    <message>
        <source>gagal</source>
        <translation>given up</translation>
    </message>
    <message>
        <source>menunggu</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>menunggu harinya disegel</source>
        <translation>waiting for its day to be sealed</translation>
    </message>
    <message>
        <source>mungkin sampai</source>
        <translation>may have arrived</translation>
    </message>
    <message>
        <source>sambungan ke server surel tidak aman</source>
        <translation>no safe line to the mail server</translation>
    </message>
    <message>
        <source>seluruh kota</source>
        <translation>whole city</translation>
    </message>
    <message>
        <source>server surel belum diatur</source>
        <translation>no mail server is set</translation>
    </message>
    <message>
        <source>server surel tidak menjawab</source>
        <translation>the mail server does not answer</translation>
    </message>
    <message>
        <source>server surel tidak terjangkau</source>
        <translation>the mail server cannot be reached</translation>
    </message>
    <message>
        <source>{n} sebelumnya dilewati</source>
        <translation>{n} before it left out</translation>
    </message>
</context>
<context>
    <name>map</name>
    <message>
        <source>Batas wilayah: {source}</source>
        <translation>Boundaries: {source}</translation>
    </message>
    <message>
        <source>Wilayah perkiraan: hanya titik tiap kelurahan yang diketahui</source>
        <translation>Estimated areas: only a point of each kelurahan is known</translation>
    </message>
</context>
<context>
    <name>months</name>
    <message>
        <source>Masuk {now} banding {before}</source>
        <translation>Came in {now} against {before}</translation>
    </message>
    <message>
        <source>Riwayat belum mencakup seluruh bulan lalu</source>
        <translation>History does not reach back over all of last month</translation>
    </message>
    <message>
        <source>Tanpa wilayah</source>
        <translation>No area</translation>
    </message>
    <message>
        <source>bulan lalu belum utuh, tidak dibandingkan</source>
        <translation>last month is not complete, not compared</translation>
    </message>
    <message>
        <source>bulan lalu tidak ada</source>
        <translation>none last month</translation>
    </message>
    <message>
        <source>kurang dari separuh</source>
        <translation>less than half</translation>
    </message>
    <message>
        <source>kurang lebih sama</source>
        <translation>about the same</translation>
    </message>
    <message>
        <source>lebih dari 2 kali</source>
        <translation>more than twice</translation>
    </message>
    <message>
        <source>naik lebih dari 25 %</source>
        <translation>up by more than 25 %</translation>
    </message>
    <message>
        <source>naik {n} %</source>
        <translation>up {n} %</translation>
    </message>
    <message>
        <source>sama seperti bulan lalu</source>
        <translation>the same as last month</translation>
    </message>
    <message>
        <source>terlalu sedikit (di bawah {n})</source>
        <translation>too few (under {n})</translation>
    </message>
    <message>
        <source>terlalu sedikit untuk dibandingkan</source>
        <translation>too few to compare</translation>
    </message>
    <message>
        <source>tidak ada di warna mana pun</source>
        <translation>not in any colour</translation>
    </message>
    <message>
        <source>turun lebih dari 20 %</source>
        <translation>down by more than 20 %</translation>
    </message>
    <message>
        <source>turun {n} %</source>
        <translation>down {n} %</translation>
    </message>
    <message>
        <source>{area}: {now} bulan ini, {before} bulan lalu; {change}</source>
        <translation>{area}: {now} this month, {before} last month; {change}</translation>
    </message>
    <message>
        <source>{days} hari tiap bulan, sampai pukul {time}</source>
        <translation>{days} days of each month, up to {time}</translation>
    </message>
    <message>
        <source>{now} kasus, sebelumnya {before}; {n} tanpa wilayah</source>
        <translation>{now} cases, before {before}; {n} without area</translation>
    </message>
</context>
<context>
    <name>outbox</name>
    <message>
        <source>Alihkan ke {opd}</source>
        <translation>Reassign to {opd}</translation>
    </message>
    <message>
        <source>Biarkan</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>Biarkan di {opd}</source>
        <translation>Leave with {opd}</translation>
    </message>
    <message>
        <source>Buka kasus</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>Fotonya, atau perintah sebelumnya, tidak sampai di server.</source>
        <translation>Its photo, or the command before it, did not reach the server.</translation>
    </message>
    <message>
        <source>Keputusan server dibiarkan; perintah ini disimpan di arsip.</source>
        <translation>The server’s decision stands; this command goes to the archive.</translation>
    </message>
    <message>
        <source>Kirim atas nama saya</source>
        <translation>Send in my name</translation>
    </message>
    <message>
        <source>Kirim lagi</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>Meminta alasan; OPD yang sudah diberi tahu dikabari.</source>
        <translation>Asks for a reason; an agency already told is told again.</translation>
    </message>
    <message>
        <source>Menjadi perintah baru atas nama Anda, pada kasus seperti kini.</source>
        <translation>Becomes a new command in your name, on the case as it is now.</translation>
    </message>
    <message>
        <source>Minta {who} masuk di meja ini, atau kirim atas nama Anda.</source>
        <translation>Ask {who} to sign in at this desk, or send it in your name.</translation>
    </message>
    <message>
        <source>Minta {who} masuk di meja ini, atau serahkan ke kepala regu (Ekspor …).</source>
        <translation>Ask {who} to sign in at this desk, or hand it to a supervisor (Export …).</translation>
    </message>
    <message>
        <source>Perintah sebelumnya pada kasus ini belum dijalankan.</source>
        <translation>The command before this one on the case has not been carried out.</translation>
    </message>
    <message>
        <source>Sudah {hours} jam menunggu. Kirim lagi bila masih berlaku.</source>
        <translation>Has waited {hours} hours. Send again if it still holds.</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>dikirim ulang atas nama orang lain</source>
        <translation>sent again under another name</translation>
    </message>
    <message>
        <source>diterima server</source>
        <translation>taken by the server</translation>
    </message>
    <message>
        <source>sedang dikirim</source>
        <translation>being sent</translation>
    </message>
    <message>
        <source>tersimpan, belum terkirim</source>
        <translation>stored, not sent yet</translation>
    </message>
    <message>
        <source>tersimpan, sesi pembuatnya di meja ini berakhir</source>
        <translation>stored, its author&apos;s session on this desk has ended</translation>
    </message>
    <message>
        <source>tertahan</source>
        <translation>held back</translation>
    </message>
    <message>
        <source>tidak dijalankan</source>
        <translation>not carried out</translation>
    </message>
    <message>
        <source>{who} lebih dulu meneruskannya ke {opd}, {at}. Terusan Anda ke {mine} tidak dijalankan.</source>
        <translation>{who} forwarded it to {opd} first, {at}. Your forward to {mine} was not carried out.</translation>
    </message>
</context>
<context>
    <name>past</name>
    <message>
        <source>%H.%M.%S</source>
        <translation>%H:%M:%S</translation>
    </message>
    <message>
        <source>Coba lagi sebentar lagi.</source>
        <translation>Try again in a moment.</translation>
    </message>
    <message>
        <source>Di mesin waktu tidak ada yang bisa diubah. Esc kembali ke papan sekarang.</source>
        <translation>Nothing can be changed in the time machine. Esc leads back to the present board.</translation>
    </message>
    <message>
        <source>Hanya dilihat: tidak ada yang bisa diubah di sini.</source>
        <translation>For looking only: nothing can be changed here.</translation>
    </message>
    <message>
        <source>Mesin waktu</source>
        <translation>Time machine</translation>
    </message>
    <message>
        <source>Mesin waktu memerlukan server.</source>
        <translation>The time machine needs the server.</translation>
    </message>
    <message>
        <source>Papan lampau diambil dari server …</source>
        <translation>Fetching the past board from the server …</translation>
    </message>
    <message>
        <source>Papan pada {day} {date} pukul {time}</source>
        <translation>Board on {day} {date} at {time}</translation>
    </message>
    <message>
        <source>Server masih menyiapkan masa lalu.</source>
        <translation>The server is still preparing the past.</translation>
    </message>
    <message>
        <source>Server tidak terjangkau. Papan sekarang tetap bisa dipakai (Esc).</source>
        <translation>The server cannot be reached. The present board can still be used (Esc).</translation>
    </message>
</context>
<context>
    <name>policy</name>
    <message>
        <source> dan {n} yang tidak dapat Anda lihat</source>
        <translation> and {n} that you may not see</translation>
    </message>
    <message>
        <source>Angka tidak diketik dalam kalimat: pakai isian yang tertulis di bawahnya, atau tulis di rekomendasi.</source>
        <translation>Numbers are not typed in a sentence: use the fields that stand below it, or write them in the recommendation.</translation>
    </message>
    <message>
        <source>Aturan: {span} pekan dibanding {weeks} pekan tepat sebelumnya. Uji eksak beta-binomial atas {tested} pasangan kategori dan tempat, disaring menurut Benjamini-Hochberg; disebut bila sedikitnya {least} kasus dan {times} kali biasanya. Di kota yang tenang paling banyak {rate} % naskah menyebut sesuatu yang hanya kebetulan.</source>
        <translation>Rule: {span} weeks against the {weeks} weeks just before. An exact beta-binomial test of {tested} pairs of category and place, screened by Benjamini and Hochberg; claimed from {least} cases and {times} times the usual on. In a calm city at most {rate} % of briefs claim something that is chance alone.</translation>
    </message>
    <message>
        <source>Cara menghitung</source>
        <translation>How it is counted</translation>
    </message>
    <message>
        <source>Digantikan naskah {id}</source>
        <translation>Replaced by brief {id}</translation>
    </message>
    <message>
        <source>Ditandatangani {who}, {at}</source>
        <translation>Signed by {who}, {at}</translation>
    </message>
    <message>
        <source>Hanya kepala regu menandatangani naskah.</source>
        <translation>Only supervisors sign briefs.</translation>
    </message>
    <message>
        <source>Isian {field} tidak dikenal. Pakai yang tertulis di bawahnya.</source>
        <translation>There is no field {field}. Use those that stand below.</translation>
    </message>
    <message>
        <source>Jurnal sudah bergerak: {claims} klaim berubah. Periksa angka baru, lalu tanda tangani lagi.</source>
        <translation>The journal has moved: {claims} claims have changed. Check the new numbers, then sign again.</translation>
    </message>
    <message>
        <source>Kasus rahasia tidak dihitung; laporan yang digabung dihitung sekali, pada induknya.</source>
        <translation>Secret cases are not counted; merged reports count once, with their master.</translation>
    </message>
    <message>
        <source>Kasus: {numbers}</source>
        <translation>Cases: {numbers}</translation>
    </message>
    <message>
        <source>Keadaan kasus per {at}.</source>
        <translation>Cases as they stood on {at}.</translation>
    </message>
    <message>
        <source>Klaimnya bukan yang dihitung. Hitung ulang.</source>
        <translation>These are not the claims that were counted. Count again.</translation>
    </message>
    <message>
        <source>Laporan dari periode ini yang baru masuk kemudian, juga koreksi kategori atau tempat, tidak termasuk. Naskah ini tidak menyebut sebab.</source>
        <translation>Reports of this period that come in later, and later corrections of category or place, are not in it. This brief names no causes.</translation>
    </message>
    <message>
        <source>Menggantikan naskah {id}</source>
        <translation>Replaces brief {id}</translation>
    </message>
    <message>
        <source>Naskah ini dihitung lebih dari sehari yang lalu. Hitung ulang dulu.</source>
        <translation>This brief was counted more than a day ago. Count again first.</translation>
    </message>
    <message>
        <source>Naskah itu sudah digantikan yang lain. Pilih yang terbaru.</source>
        <translation>That brief has been replaced already. Choose the newest.</translation>
    </message>
    <message>
        <source>Naskah kebijakan · {city} · {period}</source>
        <translation>Policy brief · {city} · {period}</translation>
    </message>
    <message>
        <source>Naskah yang digantikan tidak ada di server.</source>
        <translation>The brief to be replaced is not on the server.</translation>
    </message>
    <message>
        <source>Naskah {id}. Benar menurut jurnal sampai perubahan ke-{seq}, rantai {chain}. Sidik {digest}.</source>
        <translation>Brief {id}. True of the journal up to change {seq}, chain {chain}. Digest {digest}.</translation>
    </message>
    <message>
        <source>Penanggung jawab: {opds}</source>
        <translation>Responsible: {opds}</translation>
    </message>
    <message>
        <source>Periodenya belum selesai menurut server. Periksa jam meja ini.</source>
        <translation>By the server the period is not over yet. Check the clock of this desk.</translation>
    </message>
    <message>
        <source>Rancangan, belum ditandatangani</source>
        <translation>Draft, not signed</translation>
    </message>
    <message>
        <source>Rekomendasi: {text}</source>
        <translation>Recommendation: {text}</translation>
    </message>
    <message>
        <source>Riwayat belum cukup untuk membandingkan: perlu {n} pekan sebelum periode ini.</source>
        <translation>Not enough history to compare: {n} weeks before this period are needed.</translation>
    </message>
    <message>
        <source>Satu klaim belum berkalimat. Tulis kalimatnya, atau keluarkan klaimnya.</source>
        <translation>One claim has no sentence. Write it, or leave the claim out.</translation>
    </message>
    <message>
        <source>Sebulan (4 pekan)</source>
        <translation>A month (4 weeks)</translation>
    </message>
    <message>
        <source>Sepekan</source>
        <translation>A week</translation>
    </message>
    <message>
        <source>Sudah digantikan naskah {id}</source>
        <translation>Already replaced by brief {id}</translation>
    </message>
    <message>
        <source>Tidak ada klaim dengan kurang dari {least} kasus.</source>
        <translation>No claim is of fewer than {least} cases.</translation>
    </message>
    <message>
        <source>Tidak ada yang naik melebihi kebetulan pada periode ini.</source>
        <translation>Nothing rises beyond chance in this period.</translation>
    </message>
    <message>
        <source>Triwulan (13 pekan)</source>
        <translation>A quarter (13 weeks)</translation>
    </message>
    <message>
        <source>Yang kurang dari {n} kasus tidak disebut, juga agar tidak menunjuk orang tertentu.</source>
        <translation>What is fewer than {n} cases is not told, so that nobody is pointed at either.</translation>
    </message>
    <message>
        <source>Yang tidak dikatakan naskah ini</source>
        <translation>What this brief does not say</translation>
    </message>
    <message>
        <source>belum ada OPD</source>
        <translation>no agency yet</translation>
    </message>
    <message>
        <source>biasa</source>
        <translation>usual</translation>
    </message>
    <message>
        <source>dan {n} lagi</source>
        <translation>and {n} more</translation>
    </message>
    <message>
        <source>jumlah</source>
        <translation>count</translation>
    </message>
    <message>
        <source>kategori</source>
        <translation>category</translation>
    </message>
    <message>
        <source>lewat</source>
        <translation>late</translation>
    </message>
    <message>
        <source>naskah-kebijakan-{day}</source>
        <translation>policy-brief-{day}</translation>
    </message>
    <message>
        <source>opd</source>
        <translation>agencies</translation>
    </message>
    <message>
        <source>periode</source>
        <translation>period</translation>
    </message>
    <message>
        <source>seluruh kota</source>
        <translation>the whole city</translation>
    </message>
    <message>
        <source>tempat</source>
        <translation>place</translation>
    </message>
    <message>
        <source>{by}, {at}</source>
        <translation>{by}, {at}</translation>
    </message>
    <message>
        <source>{category} di {place} naik: {count} kasus pada {period}, biasanya {usual}. Yang menangani: {agencies}.</source>
        <translation>{category} in {place} is rising: {count} cases in {period}, usually {usual}. Responsible: {agencies}.</translation>
    </message>
    <message>
        <source>{city} · LIVE Room · {id} · Halaman {page} dari {pages}</source>
        <translation>{city} · LIVE Room · {id} · Page {page} of {pages}</translation>
    </message>
    <message>
        <source>{named} dari {n} kasus ada di balik sebuah klaim</source>
        <translation>{named} of {n} cases are behind a claim</translation>
    </message>
    <message>
        <source>{name}: {was} → {now}</source>
        <translation>{name}: {was} → {now}</translation>
    </message>
    <message>
        <source>{n} bukan wewenang, arsip, atau di pelapor</source>
        <translation>{n} not ours, archived, or with the reporter</translation>
    </message>
    <message>
        <source>{n} kasus = {placed} dengan kelurahan + {lost} tanpa kelurahan</source>
        <translation>{n} cases = {placed} with a kelurahan + {lost} without</translation>
    </message>
    <message>
        <source>{n} kasus belum berkategori; tidak ada klaim yang memuatnya.</source>
        <translation>{n} cases have no category yet; no claim holds them.</translation>
    </message>
    <message>
        <source>{n} kasus masuk = {red} merah + {yellow} kuning + {green} hijau + {grey} abu-abu ({reports} laporan)</source>
        <translation>{n} cases came in = {red} red + {yellow} yellow + {green} green + {grey} grey ({reports} reports)</translation>
    </message>
    <message>
        <source>{n} kasus tanpa kelurahan hanya dihitung dalam klaim seluruh kota.</source>
        <translation>{n} cases without a kelurahan count in claims about the whole city alone.</translation>
    </message>
    <message>
        <source>{n} kasus; biasanya {usual} ({before} dalam {weeks} pekan sebelumnya)</source>
        <translation>{n} cases; usually {usual} ({before} in the {weeks} weeks before)</translation>
    </message>
    <message>
        <source>{n} klaim tentang OPD lain tidak ditampilkan.</source>
        <translation>{n} claims about other agencies are not shown.</translation>
    </message>
    <message>
        <source>{n} klaim tidak dimuat oleh penyusun.</source>
        <translation>{n} claims were left out by the author.</translation>
    </message>
    <message>
        <source>{n} selesai tanpa batas waktu</source>
        <translation>{n} done without a time limit</translation>
    </message>
    <message>
        <source>{n} selesai tepat waktu</source>
        <translation>{n} done on time</translation>
    </message>
    <message>
        <source>{n} selesai terlambat</source>
        <translation>{n} done late</translation>
    </message>
    <message>
        <source>{n} terbuka dalam batas waktu</source>
        <translation>{n} open within time</translation>
    </message>
    <message>
        <source>{n} terbuka lewat tenggat</source>
        <translation>{n} open past their deadline</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>Dikembalikan: {cases} dari {of} kasus serupa ({clue})</source>
        <translation>Sent back: {cases} of {of} similar cases ({clue})</translation>
    </message>
    <message>
        <source>Kasus ini sudah dikembalikan OPD ini</source>
        <translation>This agency has sent this case back</translation>
    </message>
    <message>
        <source>di {area}</source>
        <translation>in {area}</translation>
    </message>
    <message>
        <source>kata “{word}”</source>
        <translation>word “{word}”</translation>
    </message>
    <message>
        <source>kata “{word}” → {category}</source>
        <translation>word “{word}” → {category}</translation>
    </message>
    <message>
        <source>kategori {category} → {opd}</source>
        <translation>category {category} → {opd}</translation>
    </message>
    <message>
        <source>lewat {channel}</source>
        <translation>by {channel}</translation>
    </message>
    <message>
        <source>pendukung untuk {category}</source>
        <translation>supports {category}</translation>
    </message>
    <message>
        <source>{cases} dari {of} kasus serupa</source>
        <translation>{cases} of {of} similar cases</translation>
    </message>
    <message>
        <source>{cases} dari {of} kasus serupa ({clue})</source>
        <translation>{cases} of {of} similar cases ({clue})</translation>
    </message>
    <message>
        <source>{category} di {area}</source>
        <translation>{category} in {area}</translation>
    </message>
</context>
<context>
    <name>rising</name>
    <message>
        <source>Aturan: dalam 7 hari lebih banyak daripada kebetulan.</source>
        <translation>Rule: more in 7 days than chance explains.</translation>
    </message>
    <message>
        <source>Kota tenang: paling banyak {rate} % hitungan salah menyala.</source>
        <translation>Calm city: at most {rate} % of looks list anything falsely.</translation>
    </message>
    <message>
        <source>Sedikitnya {least} kasus dan {times} kali biasanya.</source>
        <translation>At least {least} cases and {times} times the usual.</translation>
    </message>
</context>
<context>
    <name>similar</name>
    <message>
        <source>bersamaan</source>
        <translation>at the same time</translation>
    </message>
    <message>
        <source>foto yang sama</source>
        <translation>same photo</translation>
    </message>
    <message>
        <source>jarak tidak diketahui</source>
        <translation>distance unknown</translation>
    </message>
    <message>
        <source>kategori sama</source>
        <translation>same category</translation>
    </message>
    <message>
        <source>kelurahan yang sama</source>
        <translation>same kelurahan</translation>
    </message>
    <message>
        <source>nama tempat yang sama</source>
        <translation>same name of the place</translation>
    </message>
    <message>
        <source>{n} hari</source>
        <translation>{n} days</translation>
    </message>
    <message>
        <source>{n} jam</source>
        <translation>{n} hours</translation>
    </message>
    <message>
        <source>{n} kata sama</source>
        <translation>{n} words in common</translation>
    </message>
    <message>
        <source>{n} km</source>
        <translation>{n} km</translation>
    </message>
    <message>
        <source>{n} m</source>
        <translation>{n} m</translation>
    </message>
    <message>
        <source>{n} menit</source>
        <translation>{n} minutes</translation>
    </message>
    <message>
        <source>{span} kemudian</source>
        <translation>{span} later</translation>
    </message>
    <message>
        <source>{span} lebih awal</source>
        <translation>{span} earlier</translation>
    </message>
</context>
<context>
    <name>sounds</name>
    <message>
        <source>Keras</source>
        <translation>Loud</translation>
    </message>
    <message>
        <source>Pelan</source>
        <translation>Soft</translation>
    </message>
    <message>
        <source>Pustaka suara tidak terpasang: alarm hanya terlihat.</source>
        <translation>The sound library is not installed: alarms are only seen.</translation>
    </message>
    <message>
        <source>Sedang</source>
        <translation>Medium</translation>
    </message>
    <message>
        <source>Tidak ada perangkat suara: alarm hanya terlihat.</source>
        <translation>There is no sound device: alarms are only seen.</translation>
    </message>
    <message>
        <source>bisu sampai {time}</source>
        <translation>quiet until {time}</translation>
    </message>
</context>
<context>
    <name>start</name>
    <message>
        <source>LIVE Room sudah terbuka di meja ini. Pakai jendela yang sudah terbuka itu.</source>
        <translation>LIVE Room is already open on this desk. Use the window that is open.</translation>
    </message>
</context>
<context>
    <name>viewing</name>
    <message>
        <source>Hanya melihat: tidak ada yang dapat diubah di sini.</source>
        <translation>Viewing only: nothing can be changed here.</translation>
    </message>
    <message>
        <source>Selesai melihat sebagai peran lain</source>
        <translation>Stop viewing as another role</translation>
    </message>
    <message>
        <source>Semua yang terlihat oleh peran ini diperlihatkan.</source>
        <translation>Everything that this role sees is shown.</translation>
    </message>
    <message>
        <source>Tidak diperlihatkan kepada admin: identitas pelapor, catatan dan serah terima shift, saringan bersama, saran OPD dari putusan.</source>
        <translation>Not shown to administrators: who reported, shift notes and handovers, shared filters, agencies suggested by decisions.</translation>
    </message>
</context>
<context>
    <name>wall</name>
    <message>
        <source>Belum berkategori</source>
        <translation>No category yet</translation>
    </message>
    <message>
        <source>Dikerjakan</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>Lainnya</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>Menunggu</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Ruang kendali</source>
        <translation>Control room</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Finished</translation>
    </message>
    <message>
        <source>Tanpa lokasi</source>
        <translation>No location</translation>
    </message>
    <message>
        <source>{days} hr {hours} j</source>
        <translation>{days} d {hours} h</translation>
    </message>
    <message>
        <source>{hour:02}.{minute:02}.{second:02}</source>
        <translation>{hour:02}:{minute:02}:{second:02}</translation>
    </message>
    <message>
        <source>{hours} j {minutes:02} mnt</source>
        <translation>{hours} h {minutes:02} min</translation>
    </message>
    <message>
        <source>{left} dtk</source>
        <translation>{left} s</translation>
    </message>
    <message>
        <source>{minutes} mnt</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{n} dtk</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{n} hr</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <source>{n} j</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} mnt</source>
        <translation>{n} min</translation>
    </message>
</context>
<context>
    <name>where</name>
    <message>
        <source>Di luar kota: {name}. OPD kota mungkin tidak berwenang.</source>
        <translation>Outside the city: {name}. Its agencies may have no say there.</translation>
    </message>
    <message>
        <source>Di luar wilayah kota ini.</source>
        <translation>Outside this city.</translation>
    </message>
    <message>
        <source>Dua kali arah yang sama ({value}). Satu lintang (LS) dan satu bujur (BT).</source>
        <translation>The same direction twice ({value}). One latitude (S) and one longitude (E).</translation>
    </message>
    <message>
        <source>Kec. {name}</source>
        <translation>Kec. {name}</translation>
    </message>
    <message>
        <source>Kel. {name}</source>
        <translation>Kel. {name}</translation>
    </message>
    <message>
        <source>Tautan ini tidak memuat koordinat. Di peta: bagikan titiknya, atau ketik angkanya.</source>
        <translation>This link holds no coordinates. In the map: share the point itself, or type its numbers.</translation>
    </message>
    <message>
        <source>Tautan pendek tidak bisa dibaca luring: buka dulu, lalu salin alamat panjangnya.</source>
        <translation>A short link cannot be read offline: open it first, then copy the long address.</translation>
    </message>
    <message>
        <source>Titik {point}</source>
        <translation>Point {point}</translation>
    </message>
    <message>
        <source>Zona UTM {value} tidak ada: zona 1 sampai 60.</source>
        <translation>There is no UTM zone {value}: zones are 1 to 60.</translation>
    </message>
    <message>
        <source>di {name}</source>
        <translation>at {name}</translation>
    </message>
    <message>
        <source>hanya teliti ± {far}</source>
        <translation>only good to ± {far}</translation>
    </message>
    <message>
        <source>lintang dibaca selatan (minus tidak tertulis)</source>
        <translation>latitude read as south (no minus was written)</translation>
    </message>
    <message>
        <source>tengah tampilan peta, bukan pin</source>
        <translation>the middle of a view, no pin</translation>
    </message>
    <message>
        <source>tengah {name}</source>
        <translation>the middle of {name}</translation>
    </message>
    <message>
        <source>urutan dibalik: bujur tertulis lebih dulu</source>
        <translation>order turned round: longitude was written first</translation>
    </message>
    <message>
        <source>{area} (perkiraan)</source>
        <translation>{area} (estimate)</translation>
    </message>
    <message>
        <source>{east} m timur, {north} m utara di luar zona UTM. Urutannya timur lalu utara.</source>
        <translation>{east} m east, {north} m north are outside a UTM zone. East comes first, then north.</translation>
    </message>
    <message>
        <source>{lat}, {lng} di luar bumi: lintang paling jauh 90, bujur 180.</source>
        <translation>{lat}, {lng} are off the earth: latitude ends at 90, longitude at 180.</translation>
    </message>
    <message>
        <source>{n} kasus</source>
        <translation>{n} cases</translation>
    </message>
    <message>
        <source>± {far} {direction} dari {name}</source>
        <translation>± {far} {direction} of {name}</translation>
    </message>
    <message>
        <source>“{read}” bukan plus code yang lengkap. Contoh: 6P58RJCJ+MQ atau RJCJ+MQ.</source>
        <translation>“{read}” is no complete plus code. Example: 6P58RJCJ+MQ or RJCJ+MQ.</translation>
    </message>
    <message>
        <source>“{read}” bukan sepasang koordinat. Contoh: -6.1783, 106.6319.</source>
        <translation>“{read}” is no pair of coordinates. Example: -6.1783, 106.6319.</translation>
    </message>
    <message>
        <source>“{read}” tampak seperti UTM: sebut zonanya, misalnya 48S.</source>
        <translation>“{read}” looks like UTM: name its zone, such as 48S.</translation>
    </message>
    <message>
        <source>“{read}”: bujurnya belum ada. Contoh: 6.1783 LS 106.6319 BT.</source>
        <translation>“{read}”: its longitude is missing. Example: 6.1783 S 106.6319 E.</translation>
    </message>
    <message>
        <source>“{read}”: hanya satu arah disebut. Tulis LS/LU dan BT, atau tanpa arah.</source>
        <translation>“{read}”: only one direction is named. Write S/N and E, or none.</translation>
    </message>
    <message>
        <source>“{read}”: lintangnya belum ada. Contoh: 6.1783 LS 106.6319 BT.</source>
        <translation>“{read}”: its latitude is missing. Example: 6.1783 S 106.6319 E.</translation>
    </message>
    <message>
        <source>“{read}”: menit dan detik paling banyak 59, bukan {value}.</source>
        <translation>“{read}”: minutes and seconds go up to 59, not {value}.</translation>
    </message>
    <message>
        <source>“{read}”: tanda minus dan {value} bertentangan. Pilih salah satu.</source>
        <translation>“{read}”: the minus sign and {value} contradict each other. Choose one.</translation>
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
        <source>Alarm dinyalakan lagi</source>
        <translation>Alarm turned on again</translation>
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
        <source>Lampiran ditambahkan</source>
        <translation>Attachment added</translation>
    </message>
    <message>
        <source>Langkah berikut jam ini belum waktunya: kasus {number}.</source>
        <translation>The next step of this clock is not due yet: case {number}.</translation>
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
        <source>Laporan ini tidak jelas sama dengan {into}.</source>
        <translation>This report is not plainly the same as {into}.</translation>
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
        <source>Lokasi diperbaiki</source>
        <translation>Location corrected</translation>
    </message>
    <message>
        <source>Masih di kotak keluar ini dan terkirim sendiri.</source>
        <translation>Still in this outbox; it goes by itself.</translation>
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
        <source>Paling banyak {limit} jadwal. Hapus satu dulu.</source>
        <translation>At most {limit} schedules. Remove one first.</translation>
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
        <source>Petugas lain</source>
        <translation>Another officer</translation>
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
        <source>Semula: {old}
Menjadi: {new}</source>
        <translation>Before: {old}
Now: {new}</translation>
    </message>
    <message>
        <source>Server itu melayani kota lain ({here}).</source>
        <translation>That server serves another city ({here}).</translation>
    </message>
    <message>
        <source>Sudah dikirim ulang dari meja ini.</source>
        <translation>Already sent again from this desk.</translation>
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
        <source>Tidak ada lagi yang perlu disampaikan ke {opd}: kasus {number} {state}.</source>
        <translation>There is nothing left to tell {opd}: case {number} is {state}.</translation>
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
        <source>{name} ({desk})</source>
        <translation>{name} ({desk})</translation>
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
    <message>
        <source>{who} lebih dulu mengubah kasus {number} ({state}, {opd}, {at}). Lihat lagi dulu.</source>
        <translation>{who} changed case {number} first ({state}, {opd}, {at}). Look again first.</translation>
    </message>
</context>
</TS>
