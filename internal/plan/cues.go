package plan

// cue names one list of words of the catalog.
type cue uint8

// The lists that the rules look for, in the order of cueNames.
const (
	headCause cue = iota
	headAction
	headPrevention
	headChanged
	headEvidence
	headVerb
	headCauseWord
	headActionWord
	headPreventionWord
	titlePlan
	titleCounter
	titleCover
	titleRetraction
	titleEscalation
	asksOwner
	titleDemand
	titleComplaint
	followsUp
	disputes
	attributed
	noticeAsks
	noticeNoPlan
	noticeUnneeded
	noticeProofOnly
	noticeEnded
	noticeClosed
	noticePapers
	plea
	mustReinstate
	apology
	deepApology
	closing
	storeIdentity
	signed
	causeWord
	ownFailure
	ownDeed
	ownProcess
	thirdNoun
	platformBlame
	buyerBlame
	ownerBlame
	thirdBlame
	thirdFault
	ignorance
	ignoranceWhy
	symptom
	symptomSent
	symptomWord
	buyerFault
	paperCause
	denial
	fixes
	confession
	hedge
	future
	futureAny
	inProgress
	stockDeed
	stockDeedSure
	stockNone
	stockThing
	buyerDeed
	listingDeed
	wideCheck
	narrowClaim
	closingDeed
	otherDeed
	attached
	ownerRole
	ownerWide
	frequency
	toolWord
	toolWide
	vague
	training
	trainingProof
	policyRead
	policyRule
	conditional
	absolute
	absoluteRule
	pleading
	threat
	counselHelps
	flattery
	thanks
	salesRecord
	urgency
	criticism
	insult
	badEnglish
	stockPhrase
	templateLine
	otherCase
	history
	refersTo
	personalOf
	secret
	foreignAmazon
	foreignWalmart
	foreignEbay
	foreignEtsy
	foreignTiktok
	standardWord
	duty
	statedMetric
	weakPaper
	invoiceWord
	supplierData
	ownerContact
	counterMaterial
	counterBelief
	counterPerjury
	counterContact
	counterConsent
	counterSignature
	otherAccountOpen
	otherAccountMended
	linkExplained
	safetyProof
	dropPapers
	dropClosed
	dropStock
	reviewWho
	reviewWhich
	forgedDenial
	forgedProof
	forgedWhy
	escalationPlan
	cueCount
)

var cueNames = [cueCount]string{
	headCause: "head_cause", headAction: "head_action", headPrevention: "head_prevention", headChanged: "head_changed",
	headEvidence: "head_evidence", headVerb: "head_verb", headCauseWord: "head_cause_word",
	headActionWord: "head_action_word", headPreventionWord: "head_prevention_word", titlePlan: "title_plan", titleCounter: "title_counter_notice",
	titleCover: "title_cover_note", titleRetraction: "title_retraction_request", titleEscalation: "title_escalation", asksOwner: "asks_owner",
	titleDemand: "title_demand_letter", titleComplaint: "title_complaint", followsUp: "follows_up", disputes: "disputes",
	attributed: "attributed", noticeAsks: "notice_asks", noticeNoPlan: "notice_no_plan", noticeUnneeded: "notice_unneeded",
	noticeProofOnly: "notice_proof_only", noticeEnded: "notice_ended", noticeClosed: "notice_closed", noticePapers: "notice_papers", plea: "plea",
	mustReinstate: "must_reinstate", apology: "apology", deepApology: "deep_apology", closing: "closing",
	storeIdentity: "store_identity", signed: "signed", causeWord: "cause_word", ownFailure: "own_failure", ownDeed: "own_deed", ownProcess: "own_process", thirdNoun: "third_noun",
	platformBlame: "platform_blame", buyerBlame: "buyer_blame", ownerBlame: "owner_blame", thirdBlame: "third_blame",
	thirdFault: "third_fault", ignorance: "ignorance", ignoranceWhy: "ignorance_why",
	symptom: "symptom", symptomSent: "symptom_received", symptomWord: "symptom_word", buyerFault: "buyer_fault", paperCause: "paper_cause", denial: "denial", fixes: "fixes",
	confession: "confession", hedge: "hedge", future: "future", futureAny: "future_any", inProgress: "in_progress", stockDeed: "stock_deed", stockDeedSure: "stock_deed_sure",
	stockNone: "stock_none", stockThing: "stock_thing", buyerDeed: "buyer_deed", listingDeed: "listing_deed",
	wideCheck: "wide_check", narrowClaim: "narrow_claim", closingDeed: "closing_deed", otherDeed: "other_deed",
	attached: "attached", ownerRole: "owner_role", ownerWide: "owner_wide", toolWide: "tool_wide", frequency: "frequency", toolWord: "tool", vague: "vague",
	training: "training", trainingProof: "training_proof", policyRead: "policy_read", policyRule: "policy_rule",
	conditional: "conditional", absolute: "absolute", absoluteRule: "absolute_rule", pleading: "pleading", threat: "threat", counselHelps: "counsel_helps",
	flattery: "flattery", thanks: "thanks", salesRecord: "sales_record", urgency: "urgency", criticism: "criticism",
	insult: "insult", badEnglish: "bad_english", stockPhrase: "stock_phrase", templateLine: "template_line",
	otherCase: "other_case", history: "history", refersTo: "refers_to", personalOf: "personal_of", secret: "secret",
	foreignAmazon: "only_amazon", foreignWalmart: "only_walmart", foreignEbay: "only_ebay", foreignEtsy: "only_etsy", foreignTiktok: "only_tiktok", standardWord: "standard", duty: "duty", statedMetric: "stated_metric",
	weakPaper: "weak_paper", invoiceWord: "invoice", supplierData: "supplier_data", ownerContact: "owner_contact",
	counterMaterial: "counter_material", counterBelief: "counter_belief", counterPerjury: "counter_perjury",
	counterContact: "counter_contact", counterConsent: "counter_consent", counterSignature: "counter_signature",
	otherAccountOpen: "other_account_open", otherAccountMended: "other_account_mended", linkExplained: "link_explained",
	safetyProof: "safety_proof", dropPapers: "drop_papers", dropClosed: "drop_closed", dropStock: "drop_stock",
	reviewWho: "review_who", reviewWhich: "review_which", forgedDenial: "forged_denial", forgedProof: "forged_proof",
	forgedWhy: "forged_why", escalationPlan: "escalation_plan",
}

// limit names one threshold of the catalog.
type limit uint8

// The thresholds, in the order of limitNames.
const (
	echoWords limit = iota
	openingWords
	openingWordsMost
	paragraphWords
	sentenceWords
	plainSection
	wordsLeast
	wordsFew
	wordsMany
	wordsMore
	wordsMost
	coverWords
	letterWords
	causeWords
	concreteLeast
	concreteFew
	controlsLeast
	controlsMost
	apologiesMost
	thanksMost
	stockPhrases
	capitalsShare
	similarHigh
	similarBlock
	similarTemplate
	invoiceDays
	followUpDays
	visibleWords
	limitCount
)

var limitNames = [limitCount]string{
	echoWords: "echo_words", openingWords: "opening_words", openingWordsMost: "opening_words_most",
	paragraphWords: "paragraph_words", sentenceWords: "sentence_words", plainSection: "plain_section_words",
	wordsLeast: "words_least", wordsFew: "words_few", wordsMany: "words_many", wordsMore: "words_more", wordsMost: "words_most",
	coverWords: "cover_note_words", letterWords: "escalation_words", causeWords: "cause_words",
	concreteLeast: "concrete_least", concreteFew: "concrete_few", controlsLeast: "controls_least", controlsMost: "controls_most",
	apologiesMost: "apologies_most", thanksMost: "thanks_most", stockPhrases: "stock_phrases_most", capitalsShare: "capitals_share",
	similarHigh: "similar_high", similarBlock: "similar_block", similarTemplate: "similar_template",
	invoiceDays: "invoice_days", followUpDays: "follow_up_days", visibleWords: "visible_words",
}
