import { featureWords } from '@/lib/roles/features'

/** Access options in words, e.g. "Assign tickets to people, View the audit log". */
export const optionWords = (features: string[]) => featureWords(features).join(', ')
