-- A hub's database as the last release without revisions (4ed6c4c) left it: the small shop, one
-- terminal, the order of a guest and that of a customer, who is recognised, and a checkout.
BEGIN TRANSACTION;
CREATE TABLE basket (
	id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "basket" VALUES('basket-1',1);
INSERT INTO "basket" VALUES('basket-2',0);
CREATE TABLE basket_op (
	basket_id TEXT NOT NULL, 
	id TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (basket_id, id), 
	FOREIGN KEY(basket_id) REFERENCES basket (id)
);
INSERT INTO "basket_op" VALUES('basket-1','op-1',1,'{"id":"op-1","kind":"add","sku":"S1","quantity":1,"channel":"web","made_at":"2025-03-01T10:00:00+00:00","sequence":1,"seen":[]}');
CREATE TABLE card_guess (
	terminal_id TEXT NOT NULL, 
	since TEXT NOT NULL, 
	unknown INTEGER NOT NULL, 
	PRIMARY KEY (terminal_id), 
	FOREIGN KEY(terminal_id) REFERENCES terminal (id)
);
CREATE TABLE catalogue (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	built_at TEXT NOT NULL, 
	schema INTEGER DEFAULT '1' NOT NULL, 
	packed_sha256 TEXT DEFAULT '' NOT NULL, 
	packed_size INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "catalogue" VALUES(1,'6d4fe1f21983c88fda566893d93c4c6a663e1349027d174cbf594c6d54fbb1ec',135168,0,'2026-12-01T02:28:44.139+00:00',2,'fc3d5ce24730e8dc32ff881eed984a862dc785dc4801a1d0e8023b2fe44de3ce',4074);
CREATE TABLE category (
	id TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "category" VALUES('c1','{"id":"c1","name":{"en":"Clothes","ru":"Одежда"},"drawing":"dress","colour_hex":"#FFEEDD","position":0}');
CREATE TABLE change (
	sequence INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	body TEXT NOT NULL, 
	batch INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (sequence)
);
INSERT INTO "change" VALUES(1,'stock','{"type":"stock","sequence":1,"level":{"sku":"S1","location_id":"store-b","on_hand":5,"allocated":0,"reserved":1,"buffer":0}}',1);
INSERT INTO "change" VALUES(2,'stock','{"type":"stock","sequence":2,"level":{"sku":"S1","location_id":"store-b","on_hand":5,"allocated":1,"reserved":1,"buffer":0}}',2);
INSERT INTO "change" VALUES(3,'stock','{"type":"stock","sequence":3,"level":{"sku":"S1","location_id":"store-b","on_hand":5,"allocated":1,"reserved":2,"buffer":0}}',3);
INSERT INTO "change" VALUES(4,'stock','{"type":"stock","sequence":4,"level":{"sku":"S1","location_id":"store-b","on_hand":5,"allocated":1,"reserved":1,"buffer":0}}',4);
INSERT INTO "change" VALUES(5,'stock','{"type":"stock","sequence":5,"level":{"sku":"S1","location_id":"store-b","on_hand":5,"allocated":2,"reserved":1,"buffer":0}}',5);
INSERT INTO "change" VALUES(6,'stock','{"type":"stock","sequence":6,"level":{"sku":"S2","location_id":"store-b","on_hand":5,"allocated":0,"reserved":1,"buffer":0}}',6);
INSERT INTO "change" VALUES(7,'stock','{"type":"stock","sequence":7,"level":{"sku":"S1","location_id":"store-b","on_hand":5,"allocated":2,"reserved":0,"buffer":0}}',7);
CREATE TABLE channel_token (
	token_hash TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	PRIMARY KEY (token_hash)
);
CREATE TABLE checkout (
	id TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	first_at TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "checkout" VALUES('01890000-0000-7000-8000-000000000001','terminal 3d3c47a6-4fe3-48c5-9944-0e55d55b8413','2026-12-01T02:28:44.460+00:00','2026-12-01T02:43:44.460+00:00');
CREATE TABLE counter (
	name TEXT NOT NULL, 
	value INTEGER NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "counter" VALUES('changes',7);
INSERT INTO "counter" VALUES('orders',2);
CREATE TABLE customer (
	id TEXT NOT NULL, 
	card_number TEXT NOT NULL, 
	first_name TEXT NOT NULL, 
	last_name TEXT NOT NULL, 
	folded_name TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	email TEXT NOT NULL, 
	tier_id TEXT NOT NULL, 
	points INTEGER NOT NULL, 
	points_as_of TEXT NOT NULL, 
	since TEXT NOT NULL, 
	consents TEXT NOT NULL, 
	sizes TEXT NOT NULL, 
	addresses TEXT NOT NULL, 
	basket_id TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (card_number), 
	UNIQUE (basket_id)
);
INSERT INTO "customer" VALUES('cust-1','2990000000018','Анна','Ёлкина','анна елкина анна','+79001112201','','gold',145,'2026-12-01T02:28:44.440+00:00','2024-01-01','["app"]','["98"]','[{"ref":"home","city":"Москва","street":"Липовая","house":"8","flat":"15"}]','basket-1');
INSERT INTO "customer" VALUES('cust-2','2990000000025','Boris','100%_Petrov','boris 100%_petrov boris','+79001112202','','gold',100,'2026-12-01T02:28:44.127+00:00','2024-01-01','["app"]','["98"]','[{"ref":"home","city":"Москва","street":"Липовая","house":"8","flat":"15"}]','basket-2');
CREATE TABLE customer_grant (
	token_hash TEXT NOT NULL, 
	terminal_id TEXT NOT NULL, 
	customer_id TEXT NOT NULL, 
	recognition TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	PRIMARY KEY (token_hash), 
	FOREIGN KEY(terminal_id) REFERENCES terminal (id), 
	FOREIGN KEY(customer_id) REFERENCES customer (id)
);
INSERT INTO "customer_grant" VALUES('8c4805fd35221ea1a19b98cbf7b8fab635d62edf44dfe87574a3c6309c54d117','3d3c47a6-4fe3-48c5-9944-0e55d55b8413','cust-1','recognised','2026-12-01T02:58:44.319+00:00');
CREATE TABLE engine_order (
	order_id TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	backordered TEXT NOT NULL, 
	PRIMARY KEY (order_id), 
	UNIQUE (reference)
);
INSERT INTO "engine_order" VALUES('996ad860-2a9a-504f-8861-aeafd0b2ae29','E-R1-00001-U','[]');
INSERT INTO "engine_order" VALUES('59e06cf8-f390-5093-af2e-3685be593a25','E-R1-00002-S','[]');
CREATE TABLE enrolment_code (
	code_hash TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	location_id TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	used_at TEXT, 
	PRIMARY KEY (code_hash), 
	UNIQUE (prefix)
);
INSERT INTO "enrolment_code" VALUES('94148476d133e6c6484c919cbd8689e107a046254375c707d1ebe3c6b35c193f','shopper','store-a','R1','2026-12-02T02:28:44.289+00:00','2026-12-01T02:28:44.309+00:00');
CREATE TABLE history (
	id TEXT NOT NULL, 
	customer_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(customer_id) REFERENCES customer (id)
);
INSERT INTO "history" VALUES('h1','cust-1','2025-03-01T10:00:00+00:00','{"id":"h1","at":"2025-03-01T10:00:00+00:00","channel":"web","kind":"order","title":"W-1","text":"Секретное платье","amount":null,"location_id":""}');
INSERT INTO "history" VALUES('h2','cust-2','2025-03-01T10:00:00+00:00','{"id":"h2","at":"2025-03-01T10:00:00+00:00","channel":"web","kind":"order","title":"W-1","text":"Секретное платье","amount":null,"location_id":""}');
INSERT INTO "history" VALUES('59e06cf8-f390-5093-af2e-3685be593a25','cust-1','2026-12-01T02:28:44.326+00:00','{"id":"59e06cf8-f390-5093-af2e-3685be593a25","at":"2026-12-01T02:28:44.326+00:00","channel":"store","kind":"order","title":"R1-00002-S","text":"","amount":{"minor":90000,"currency":"RUB"},"location_id":"store-a"}');
CREATE TABLE location (
	id TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "location" VALUES('store-a','{"id":"store-a","kind":"store","name":{"en":"store-a","ru":"store-a"},"address":{"en":"store-a","ru":"store-a"},"latitude":55.75,"longitude":37.6,"opens_hour":10,"closes_hour":22}');
INSERT INTO "location" VALUES('store-b','{"id":"store-b","kind":"store","name":{"en":"store-b","ru":"store-b"},"address":{"en":"store-b","ru":"store-b"},"latitude":55.8,"longitude":37.6,"opens_hour":10,"closes_hour":22}');
INSERT INTO "location" VALUES('warehouse','{"id":"warehouse","kind":"warehouse","name":{"en":"warehouse","ru":"warehouse"},"address":{"en":"warehouse","ru":"warehouse"},"latitude":55.9,"longitude":37.6,"opens_hour":10,"closes_hour":22}');
CREATE TABLE order_line (
	order_id TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	quantity INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	location_id TEXT NOT NULL, 
	source_id TEXT NOT NULL, 
	charged_minor INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	PRIMARY KEY (order_id, sku), 
	FOREIGN KEY(order_id) REFERENCES shop_order (id), 
	FOREIGN KEY(sku) REFERENCES variant (sku)
);
INSERT INTO "order_line" VALUES('996ad860-2a9a-504f-8861-aeafd0b2ae29','S1',1,'collect','store-b','store-b',100000,'allocated');
INSERT INTO "order_line" VALUES('59e06cf8-f390-5093-af2e-3685be593a25','S1',1,'collect','store-b','store-b',90000,'allocated');
CREATE TABLE product (
	id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "product" VALUES('p1',0,'{"id":"p1","category_id":"c1","brand":"Malyshok","audience":"kids","name":{"en":"Dress","ru":"Платье"},"description":{"en":"","ru":""},"composition":{"en":"","ru":""},"care":{"en":"","ru":""},"drawing":"dress"}');
INSERT INTO "product" VALUES('p2',1,'{"id":"p2","category_id":"c1","brand":"Malyshok","audience":"kids","name":{"en":"Coat","ru":"Пальто"},"description":{"en":"","ru":""},"composition":{"en":"","ru":""},"care":{"en":"","ru":""},"drawing":"dress"}');
INSERT INTO "product" VALUES('p3',2,'{"id":"p3","category_id":"c1","brand":"Malyshok","audience":"kids","name":{"en":"Tights","ru":"Колготки тёплые"},"description":{"en":"","ru":""},"composition":{"en":"","ru":""},"care":{"en":"","ru":""},"drawing":"dress"}');
CREATE TABLE promotion (
	id TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "promotion" VALUES('three','{"id":"three","kind":"n_for_m","name":{"en":"3 for 2","ru":"3 for 2"},"percent_bp":0,"buy":3,"pay":2,"categories":[],"products":["p1","p3"],"starts":"","ends":""}');
CREATE TABLE reservation (
	kind TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	location_id TEXT NOT NULL, 
	quantity INTEGER NOT NULL, 
	PRIMARY KEY (kind, holder, sku, location_id), 
	FOREIGN KEY(sku, location_id) REFERENCES stock (sku, location_id), 
	CHECK (quantity > 0)
);
INSERT INTO "reservation" VALUES('checkout','01890000-0000-7000-8000-000000000001','S2','store-b',1);
CREATE TABLE setting (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "setting" VALUES('epoch','e963adc30f5c54113636e834ddbbff19');
INSERT INTO "setting" VALUES('keys','429b31b0997f9940f844592302f26a4fbd7ac7d5081b39bdc58be937a16507a8');
INSERT INTO "setting" VALUES('terms','{"shop_name":{"en":"Malyshok","ru":"Malyshok"},"currency":"RUB","time_zone":"Europe/Moscow","delivery_fee":{"minor":30000,"currency":"RUB"},"delivery_free_from":{"minor":300000,"currency":"RUB"},"delivery_cutoff_hour":18,"delivery_slots":[[10,14],[18,22]],"collect_after_hours":2,"transfer_days":2,"tiers":[{"id":"gold","name":{"en":"Gold","ru":"Gold"},"percent_bp":1000,"earn_bp":500}],"max_quantity_per_line":20,"offline_max_quantity":5,"offline_max_total":null,"track_url":"","phone_countries":["RU"]}');
INSERT INTO "setting" VALUES('changes_floor','0');
CREATE TABLE shop_order (
	id TEXT NOT NULL, 
	terminal_id TEXT NOT NULL, 
	status TEXT NOT NULL, 
	received_at TEXT NOT NULL, 
	body BLOB NOT NULL, 
	body_sha256 TEXT NOT NULL, 
	answer_status INTEGER NOT NULL, 
	answer BLOB NOT NULL, 
	number TEXT, 
	replaces TEXT, 
	customer_id TEXT, 
	deliver_to TEXT, 
	notes TEXT, 
	handed_over_at TEXT, 
	engine_reference TEXT, 
	attempts INTEGER NOT NULL, 
	next_attempt_at TEXT, 
	location_id TEXT, 
	sequence INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(terminal_id) REFERENCES terminal (id), 
	UNIQUE (number), 
	UNIQUE (replaces), 
	UNIQUE (sequence)
);
INSERT INTO "shop_order" VALUES('996ad860-2a9a-504f-8861-aeafd0b2ae29','3d3c47a6-4fe3-48c5-9944-0e55d55b8413','accepted','2026-12-01T02:28:44.332+00:00',X'7B226964223A2239393661643836302D326139612D353034662D383836312D616561666430623261653239222C226E756D626572223A2252312D30303030312D55222C226C6F636174696F6E5F6964223A2273746F72652D61222C22637265617465645F6174223A22323032362D31322D30315430323A32383A34342E3332363330372B30303A3030222C226C616E6775616765223A227275222C22637573746F6D65725F6964223A22222C2265766964656E6365223A7B226B696E64223A226775657374227D2C22636F6E74616374223A7B2270686F6E65223A222B3739303035353530303131222C226E616D65223A22227D2C2261646472657373223A7B22726566223A22222C226C6162656C223A22222C2263697479223A22D09C222C22737472656574223A22D09D222C22686F757365223A2231222C22666C6174223A22227D2C226C696E6573223A5B7B22736B75223A225331222C226E616D65223A225331222C22636F6C6F7572223A22222C2273697A65223A22222C227175616E74697479223A312C22756E6974223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C2261646A7573746D656E7473223A5B5D2C22746F74616C223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C226B696E64223A22636F6C6C656374222C226C6F636174696F6E5F6964223A2273746F72652D62222C22736F757263655F6964223A2273746F72652D62222C2270726F6D697365223A7B22646179223A22323032362D31312D3232222C2266726F6D5F686F7572223A31302C22746F5F686F7572223A31347D2C226D61726B73223A5B5D7D5D2C22676F6F6473223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C2264656C69766572795F666565223A7B226D696E6F72223A302C2263757272656E6379223A22525542227D2C22746F5F706179223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C22706F696E7473223A302C227061796D656E74223A2261745F74696C6C222C22666565645F73657175656E6365223A302C226F66666C696E65223A66616C73657D','98dbd5e35385051da1bfcd0569c710c5eb5ec092c11f4e84a1ba98639bb03a00',201,X'7B226F726465725F6964223A2239393661643836302D326139612D353034662D383836312D616561666430623261653239222C226E756D626572223A2252312D30303030312D55222C22737461747573223A22636F6E6669726D6564222C22746F5F706179223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C22706F696E7473223A302C22646966666572656E636573223A5B5D2C226C696E6573223A5B7B22736B75223A225331222C227374617465223A22636F6E6669726D6564222C226C6F636174696F6E5F6964223A2273746F72652D62222C22736F757263655F6964223A2273746F72652D62222C2270726F6D697365223A7B22646179223A22323032362D31312D3232222C2266726F6D5F686F7572223A31302C22746F5F686F7572223A31347D7D5D2C2273657175656E6365223A312C227365616C223A2245654C4F4E365354687A6E5F713839413963515A6E674D6B5465366A367457366C4C2D546F716866353164745A4650395866457A7274646A5F773657786C36756245744236413254434538564A414C7A3945576542673D3D227D','R1-00001-U',NULL,NULL,NULL,'[]','2026-12-01T02:28:44.447+00:00','E-R1-00001-U',1,'2026-12-01T02:28:46.425+00:00','store-a',1);
INSERT INTO "shop_order" VALUES('59e06cf8-f390-5093-af2e-3685be593a25','3d3c47a6-4fe3-48c5-9944-0e55d55b8413','accepted','2026-12-01T02:28:44.440+00:00',X'7B226964223A2235396530366366382D663339302D353039332D616632652D333638356265353933613235222C226E756D626572223A2252312D30303030322D53222C226C6F636174696F6E5F6964223A2273746F72652D61222C22637265617465645F6174223A22323032362D31322D30315430323A32383A34342E3332363330372B30303A3030222C226C616E6775616765223A227275222C22637573746F6D65725F6964223A22637573742D31222C2265766964656E6365223A7B226B696E64223A2263617264222C22636172645F6E756D626572223A2232393930303030303030303138227D2C22636F6E74616374223A7B2270686F6E65223A222B3739303035353530303131222C226E616D65223A22227D2C2261646472657373223A7B22726566223A22222C226C6162656C223A22222C2263697479223A22D09C222C22737472656574223A22D09D222C22686F757365223A2231222C22666C6174223A22227D2C226C696E6573223A5B7B22736B75223A225331222C226E616D65223A225331222C22636F6C6F7572223A22222C2273697A65223A22222C227175616E74697479223A312C22756E6974223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C2261646A7573746D656E7473223A5B5D2C22746F74616C223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C226B696E64223A22636F6C6C656374222C226C6F636174696F6E5F6964223A2273746F72652D62222C22736F757263655F6964223A2273746F72652D62222C2270726F6D697365223A7B22646179223A22323032362D31312D3232222C2266726F6D5F686F7572223A31302C22746F5F686F7572223A31347D2C226D61726B73223A5B5D7D5D2C22676F6F6473223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C2264656C69766572795F666565223A7B226D696E6F72223A302C2263757272656E6379223A22525542227D2C22746F5F706179223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C22706F696E7473223A302C227061796D656E74223A2261745F74696C6C222C22666565645F73657175656E6365223A302C226F66666C696E65223A66616C73657D','5da58718f825c1c47e5e808231960fda009bcfa72ba3fadb1241c79a63fdd1fa',201,X'7B226F726465725F6964223A2235396530366366382D663339302D353039332D616632652D333638356265353933613235222C226E756D626572223A2252312D30303030322D53222C22737461747573223A22636F6E6669726D6564222C22746F5F706179223A7B226D696E6F72223A39303030302C2263757272656E6379223A22525542227D2C22706F696E7473223A34352C22646966666572656E636573223A5B7B22736B75223A225331222C2271756F746564223A7B226D696E6F72223A3130303030302C2263757272656E6379223A22525542227D2C2264656369646564223A7B226D696E6F72223A39303030302C2263757272656E6379223A22525542227D7D5D2C226C696E6573223A5B7B22736B75223A225331222C227374617465223A22636F6E6669726D6564222C226C6F636174696F6E5F6964223A2273746F72652D62222C22736F757263655F6964223A2273746F72652D62222C2270726F6D697365223A7B22646179223A22323032362D31312D3232222C2266726F6D5F686F7572223A31302C22746F5F686F7572223A31347D7D5D2C2273657175656E6365223A322C227365616C223A227163514F58724951576F784A61504B34397346314C574B4344595F6A78356635673664596B646853544279695F687277562D746A5934616F6478704B46476967644555696633437231713233635077446243354F44773D3D227D','R1-00002-S',NULL,'cust-1',NULL,'[]','2026-12-01T02:28:44.463+00:00','E-R1-00002-S',1,'2026-12-01T02:28:46.455+00:00','store-a',2);
CREATE TABLE staff (
	id TEXT NOT NULL, 
	badge_number TEXT NOT NULL, 
	number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	location_id TEXT NOT NULL, 
	pin_hash TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	locked_until TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (badge_number), 
	UNIQUE (number)
);
INSERT INTO "staff" VALUES('s1','2991000000017','17','Vera','assistant','store-a','a504179d19a30cc70354f9b536deb6a9$a94ab3cb93d08582cb82be6381341024c56f2328d9f5bd4ba8a9e90d1170299f',0,NULL);
INSERT INTO "staff" VALUES('s2','2991000000024','18','Oleg','assistant','store-b','0eb7ca53e6ee3fa2d3a80ad6af9aefe6$5334afdfe057f597aba2ef2e282a7ba0236d8c01e2ebb677bd67639f0e1ed3a2',0,NULL);
CREATE TABLE staff_call (
	id TEXT NOT NULL, 
	terminal_id TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	location_id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	done_at TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(terminal_id) REFERENCES terminal (id)
);
CREATE TABLE staff_grant (
	id TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	terminal_id TEXT NOT NULL, 
	staff_id TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (token_hash), 
	FOREIGN KEY(terminal_id) REFERENCES terminal (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE staff_task (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	order_id TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	done_at TEXT, 
	done_by TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (order_id, kind, sku), 
	FOREIGN KEY(order_id) REFERENCES shop_order (id), 
	FOREIGN KEY(done_by) REFERENCES staff (id)
);
CREATE TABLE stock (
	sku TEXT NOT NULL, 
	location_id TEXT NOT NULL, 
	on_hand INTEGER NOT NULL, 
	allocated INTEGER NOT NULL, 
	reserved INTEGER NOT NULL, 
	buffer INTEGER NOT NULL, 
	PRIMARY KEY (sku, location_id), 
	FOREIGN KEY(sku) REFERENCES variant (sku), 
	FOREIGN KEY(location_id) REFERENCES location (id)
);
INSERT INTO "stock" VALUES('S1','store-a',2,0,0,0);
INSERT INTO "stock" VALUES('S1','store-b',5,2,0,0);
INSERT INTO "stock" VALUES('S1','warehouse',10,0,0,0);
INSERT INTO "stock" VALUES('S2','store-a',2,0,0,0);
INSERT INTO "stock" VALUES('S2','store-b',5,0,1,0);
INSERT INTO "stock" VALUES('S2','warehouse',10,0,0,0);
INSERT INTO "stock" VALUES('S3','store-a',2,0,0,0);
INSERT INTO "stock" VALUES('S3','store-b',5,0,0,0);
INSERT INTO "stock" VALUES('S3','warehouse',10,0,0,0);
CREATE TABLE terminal (
	id TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	location_id TEXT NOT NULL, 
	device TEXT NOT NULL, 
	app_version TEXT NOT NULL, 
	enrolled_at TEXT NOT NULL, 
	revoked_at TEXT, 
	last_seen_at TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (token_hash), 
	UNIQUE (prefix)
);
INSERT INTO "terminal" VALUES('3d3c47a6-4fe3-48c5-9944-0e55d55b8413','0e5c099140b913abf5723e13b07f1df85593fc176865740f274fac3aa6cdff4c','R1','shopper','store-a','test','1','2026-12-01T02:28:44.309+00:00',NULL,'2026-12-01T02:28:44.457+00:00');
CREATE TABLE variant (
	sku TEXT NOT NULL, 
	product_id TEXT NOT NULL, 
	price_minor INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (sku), 
	FOREIGN KEY(product_id) REFERENCES product (id)
);
INSERT INTO "variant" VALUES('S1','p1',100000,'{"sku":"S1","product_id":"p1","category_id":"c1","colour":{"code":"red","name":{"en":"Red","ru":"Красный"},"hex":"#C02020","picture":""},"size":"98","size_position":0,"gtins":["04600000000015"],"list_price":{"minor":100000,"currency":"RUB"}}');
INSERT INTO "variant" VALUES('S2','p2',200000,'{"sku":"S2","product_id":"p2","category_id":"c1","colour":{"code":"red","name":{"en":"Red","ru":"Красный"},"hex":"#C02020","picture":""},"size":"98","size_position":0,"gtins":["04600000000022"],"list_price":{"minor":200000,"currency":"RUB"}}');
INSERT INTO "variant" VALUES('S3','p3',50000,'{"sku":"S3","product_id":"p3","category_id":"c1","colour":{"code":"red","name":{"en":"Red","ru":"Красный"},"hex":"#C02020","picture":""},"size":"98","size_position":0,"gtins":["04600000000039"],"list_price":{"minor":50000,"currency":"RUB"}}');
CREATE UNIQUE INDEX product_in_order ON product (position);
CREATE INDEX ix_checkout_expires_at ON checkout (expires_at);
CREATE INDEX ix_variant_product_id ON variant (product_id);
CREATE INDEX history_by_customer ON history (customer_id, at);
CREATE UNIQUE INDEX basket_op_in_order ON basket_op (basket_id, sequence);
CREATE INDEX ix_shop_order_location_id ON shop_order (location_id);
CREATE INDEX shop_order_to_hand_over ON shop_order (next_attempt_at) WHERE handed_over_at IS NULL;
CREATE INDEX ix_shop_order_customer_id ON shop_order (customer_id);
CREATE INDEX ix_staff_call_terminal_id ON staff_call (terminal_id);
CREATE INDEX staff_task_open ON staff_task (done_at, made_at);
COMMIT;
