/** Who acts. `ref` names an account, a key, a device or a service; never a person. */
export interface Actor {
  readonly kind: 'STAFF' | 'CITIZEN' | 'INTEGRATOR' | 'DEVICE' | 'SYSTEM';
  readonly ref: string;
  readonly unitId?: string;
  readonly role: string;
}
